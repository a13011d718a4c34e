package org.nrm.records.file;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.nrm.web.Cursor;

/** Into what parts the lists of the records are cut. */
public final class Parts {

    /** Items in one part. */
    public static final int LENGTH = 200;

    /** Before everything. */
    public static final Cursor BEGINNING = new Cursor(Instant.EPOCH, "");

    private Parts() {}

    /** Behind which item the part begins; none for the first part. */
    public static Cursor after(@Nullable String cursor) {
        return cursor == null || cursor.isBlank() ? BEGINNING : Cursor.parse(cursor);
    }
}
