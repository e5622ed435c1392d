package com.beetroot.lambda.gateway;

/**
 * Thrown if the input is not an event that API Gateway or a function URL sends. It has no cause, because Lambda would
 * log the cause, which quotes the input.
 */
public final class NotAGatewayEventException extends IllegalArgumentException {

    public static final String MESSAGE =
            "This function answers API Gateway proxy events (payload format 1.0 or 2.0) and function URLs; this input is neither.";

    NotAGatewayEventException() {
        super(MESSAGE);
    }
}
