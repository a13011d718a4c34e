package org.nrm.records.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.nrm.records.keys.Sealed;

/**
 * A value of the record as it is kept.
 *
 * @param version of the models by which it was written
 */
public record SealedRow(
        long id,
        int version,
        String form,
        String process,
        String element,
        String task,
        String role,
        String agency,
        String field,
        String dataClass,
        Sealed sealed,
        Instant written) {

    /** Where the value stands. It opens nowhere else. */
    String place() {
        return place(element, task, field);
    }

    public static String place(String element, String task, String field) {
        return element + "\n" + task + "\n" + field;
    }

    static SealedRow of(ResultSet row, int number) throws SQLException {
        return new SealedRow(
                row.getLong("id"),
                row.getInt("version"),
                row.getString("form"),
                row.getString("process"),
                row.getString("element"),
                row.getString("task"),
                row.getString("role"),
                row.getString("agency"),
                row.getString("field"),
                row.getString("data_class"),
                new Sealed(row.getString("key_id"), row.getString("sealed")),
                row.getObject("written", OffsetDateTime.class).toInstant());
    }
}
