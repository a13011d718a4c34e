package org.nrm.records.keys;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The database of the keys, apart from that of the data. It need not be there when the service starts. */
final class KeyDatabase implements AutoCloseable {

    private static final String H2_FILE = "jdbc:h2:file:";

    private final HikariDataSource source;

    /** Opens nothing yet. A folder of a database in a file is made here, for nobody but this service. */
    KeyDatabase(KeySettings settings) {
        var pool = new HikariConfig();
        pool.setPoolName("keys");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.username());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(1);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(10_000);
        try {
            var folder = folder(settings.url());
            if (folder != null) KeyEncryption.privateFolder(folder);
        } catch (IOException e) {
            throw new IllegalStateException("The folder of the key store cannot be made; see nrm.keys.url", e);
        }
        source = new HikariDataSource(pool);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(source);
    }

    Transactions transactions() {
        return new Transactions(new JdbcTransactionManager(source), List.of());
    }

    /** Makes what is not there yet; again changes nothing. */
    void makeTables() {
        var jdbc = jdbc();
        for (var statement : List.of(
                """
                create table if not exists data_key (
                    key_id varchar(36) primary key, case_ref varchar(20) not null, data_class varchar(32) not null,
                    keyset varchar(2000) not null, made timestamp(3) with time zone not null)""",
                "create index if not exists data_key_case on data_key (case_ref)",
                """
                create table if not exists active_key (
                    case_ref varchar(20) not null, data_class varchar(32) not null, key_id varchar(36) not null,
                    primary key (case_ref, data_class))""",
                """
                create table if not exists tombstone (
                    key_id varchar(36) primary key, case_ref varchar(20) not null, data_class varchar(32) not null,
                    destroyed timestamp(3) with time zone not null)""",
                "create table if not exists secret (key_id varchar(36) primary key, keyset varchar(2000) not null)"))
            jdbc.sql(statement).update();
    }

    @Override
    public void close() {
        source.close();
    }

    private static @Nullable Path folder(String url) {
        if (!url.startsWith(H2_FILE)) return null;
        var file = url.substring(H2_FILE.length());
        var options = file.indexOf(';');
        return Path.of(options < 0 ? file : file.substring(0, options))
                .toAbsolutePath()
                .normalize()
                .getParent();
    }
}
