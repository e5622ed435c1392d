/** Reads people, the photos they appear in, and where those photos lie, from DynamoDB. */
package com.beetroot.gallery;
