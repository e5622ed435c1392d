package com.beetroot.previews;

/** Thrown if no preview of a photo can ever be made. The message says why, and another try would not help. */
final class UnreadablePhotoException extends Exception {

    UnreadablePhotoException(String reason) {
        super(reason);
    }

    UnreadablePhotoException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
