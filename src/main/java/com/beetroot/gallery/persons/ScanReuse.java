package com.beetroot.gallery.persons;

import java.time.Duration;

/**
 * How long pages that follow by cursor may come from the same scan of the persons table.
 *
 * @param age the longest time since the scan began; zero to scan for every page
 */
public record ScanReuse(Duration age) {

    /** Scans for every page. */
    public static final ScanReuse NEVER = new ScanReuse(Duration.ZERO);
}
