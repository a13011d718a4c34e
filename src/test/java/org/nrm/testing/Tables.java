package org.nrm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** Column → how its rows belong to a case. */
    private static final Map<String, String> OF_CASE = Map.of(
            "case_ref",
            "case_ref = :ref",
            "stream",
            "stream = :ref",
            "proc_inst_id_",
            "proc_inst_id_ in (select proc_inst_id_ from act_hi_procinst where business_key_ = :ref)",
            "process_instance_id_",
            "process_instance_id_ in (select proc_inst_id_ from act_hi_procinst where business_key_ = :ref)");

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

    /** How many rows each table has that is asked for; to see whether anything was written. */
    public static Map<String, Long> counts(JdbcClient jdbc, Predicate<String> asked) {
        var counts = new TreeMap<String, Long>();
        for (var table : names(jdbc))
            if (asked.test(table))
                counts.put(
                        table,
                        jdbc.sql("select count(*) from " + table)
                                .query(Long.class)
                                .single());
        return counts;
    }

    /** All that stands of one case, by table, each row as one line in an order of its own. */
    public static Map<String, List<String>> ofCase(JdbcClient jdbc, String caseRef) {
        var found = new TreeMap<String, List<String>>();
        OF_CASE.forEach((column, condition) -> {
            for (var table : withColumn(jdbc, column)) {
                var rows = jdbc.sql("select * from " + table + " where " + condition)
                        .param("ref", caseRef)
                        .query((row, number) -> String.valueOf(columns(row)))
                        .list();
                found.put(table, rows.stream().sorted().toList());
            }
        });
        return found;
    }

    private static List<String> withColumn(JdbcClient jdbc, String column) {
        return jdbc.sql("""
                        select lower(table_name) from information_schema.columns
                         where lower(table_schema) = 'public' and lower(column_name) = :column""").param("column", column).query(String.class).list();
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
