package com.beetroot.gallery.persons;

import com.beetroot.gallery.dynamodb.ReadBudget;

/** The source that the person list is read from. */
interface PersonSource {

    /** Offers the page every person that belongs on it, and perhaps others, which the page leaves out. */
    void read(PersonListPage page, ReadBudget budget);
}
