/** Compares the contract {@code openapi.yaml} with the code and with its last release. */
package com.beetroot.gate;
