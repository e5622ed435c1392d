/** Speaks HTTP behind API Gateway: the Lambda entry, the endpoint of the contract, errors and CORS. */
package com.beetroot.api;
