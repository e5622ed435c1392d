package com.beetroot.gallery;

/** Where the people grid is read from. */
interface GridSource {

    /** Offers the page at least all people that belong to it. */
    void read(GridPage page, Reading reading);
}
