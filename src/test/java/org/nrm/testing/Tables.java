package org.nrm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that stands in the database, whoever wrote it. */
public final class Tables {

    private Tables() {}

    /** Names of all tables but that of the migrations, in small letters. */
    public static List<String> names(JdbcClient jdbc) {
        return jdbc.sql("""
                        select table_name from information_schema.tables
                         where lower(table_schema) = 'public' and table_type like '%TABLE' order by table_name""").query(String.class).list().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !name.startsWith("flyway"))
                .toList();
    }

    /** Every row of the table: column in small letters → content as text, without columns that are null. */
    public static List<Map<String, String>> rows(JdbcClient jdbc, String table) {
        return jdbc.sql("select * from " + table)
                .query((row, number) -> columns(row))
                .list();
    }

    /** The rows of all tables that are asked for, each as one line, in an order of its own; to see whether anything changed. */
    public static Map<String, List<String>> snapshot(JdbcClient jdbc, Predicate<String> asked) {
        var all = new TreeMap<String, List<String>>();
        for (var table : names(jdbc))
            if (asked.test(table)) {
                var lines = new ArrayList<String>();
                rows(jdbc, table).forEach(row -> lines.add(String.valueOf(row)));
                lines.sort(null);
                all.put(table, lines);
            }
        return all;
    }

    private static Map<String, String> columns(ResultSet row) throws SQLException {
        var columns = new LinkedHashMap<String, String>();
        var described = row.getMetaData();
        for (var column = 1; column <= described.getColumnCount(); column++) {
            var content = text(row.getObject(column));
            if (content != null) columns.put(described.getColumnName(column).toLowerCase(Locale.ROOT), content);
        }
        return columns;
    }

    private static @Nullable String text(@Nullable Object content) throws SQLException {
        try {
            if (content == null) return null;
            if (content instanceof byte[] bytes) return new String(bytes, StandardCharsets.UTF_8);
            if (content instanceof Blob blob)
                return new String(blob.getBinaryStream().readAllBytes(), StandardCharsets.UTF_8);
            if (content instanceof Clob clob) return clob.getSubString(1, (int) clob.length());
            return String.valueOf(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
