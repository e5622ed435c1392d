/** The gate of the contract: {@code openapi.yaml} against the code, and against the last one that was released. */
package com.beetroot.gate;
