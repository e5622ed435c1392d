package com.beetroot.lambda.gateway;

/**
 * The input is nothing that API Gateway or a function URL sends. Without a cause: Lambda logs that, and it quotes the
 * input.
 */
public final class NotAGatewayEventException extends IllegalArgumentException {

    public static final String MESSAGE =
            "This function answers API Gateway proxy events (payload format 1.0 or 2.0) and function URLs; this input is neither.";

    NotAGatewayEventException() {
        super(MESSAGE);
    }
}
