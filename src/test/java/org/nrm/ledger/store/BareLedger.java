package org.nrm.ledger.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.nrm.testing.Databases.Database;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The ledger on a database, without the service around it. */
final class BareLedger implements AutoCloseable {

    final JdbcClient jdbc;
    final JdbcLedger ledger;
    final JdbcCheckpoints checkpoints;
    final LedgerCheck check;
    final TransactionTemplate transaction;

    private final HikariDataSource pool;

    BareLedger(Database database, Path keys) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(database.url());
        settings.setUsername(database.username());
        settings.setPassword(database.password());
        settings.setMaximumPoolSize(20);
        pool = new HikariDataSource(settings);
        Flyway.configure().dataSource(pool).load().migrate();
        jdbc = JdbcClient.create(pool);
        var batches = new JdbcTemplate(pool);
        var json = JsonMapper.shared();
        var clock = Clock.systemUTC();
        var transactions = new JdbcTransactionManager(pool);
        transaction = new TransactionTemplate(transactions);
        ledger = new JdbcLedger(jdbc, batches, json, clock);
        checkpoints = new JdbcCheckpoints(
                jdbc,
                batches,
                new Transactions(transactions, List.of()),
                new LogKeys(new LedgerSettings("", keys, Path.of("")), jdbc),
                ledger,
                clock);
        check = new LedgerCheck(jdbc, json, List.of());
    }

    @Override
    public void close() {
        pool.close();
    }
}
