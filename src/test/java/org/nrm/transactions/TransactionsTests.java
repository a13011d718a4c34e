package org.nrm.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Databases;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Acts that meet are tried again as a whole; whatever else fails is told as it is. */
@Tag("database")
class TransactionsTests {

    private final AtomicInteger tries = new AtomicInteger();

    private HikariDataSource pool;
    private JdbcClient jdbc;
    private JdbcTransactionManager database;
    private Transactions transactions;

    @BeforeEach
    void open() {
        var fresh = Databases.fresh();
        var settings = new HikariConfig();
        settings.setJdbcUrl(fresh.url());
        settings.setUsername(fresh.username());
        settings.setPassword(fresh.password());
        settings.setConnectionInitSql("set lock_timeout = 200");
        pool = new HikariDataSource(settings);
        jdbc = JdbcClient.create(pool);
        jdbc.sql("create table account (id integer primary key, amount integer not null)")
                .update();
        jdbc.sql("insert into account values (1, 0), (2, 0)").update();
        database = new JdbcTransactionManager(pool);
        transactions = new Transactions(database, List.of(failure -> failure instanceof Elsewhere));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** How something other than the database says that two acts met. */
    private static final class Elsewhere extends RuntimeException {}

    @Test
    void anActThatMeetsAnotherIsDoneOnceAtLast() {
        var done = transactions.run(() -> {
            add(1);
            if (tries.incrementAndGet() < 3) throw new OptimisticLockingFailureException("changed meanwhile");
            return "done";
        });
        assertThat(done).isEqualTo("done");
        assertThat(tries).hasValue(3);
        assertThat(amount(1)).as("what was tried before is undone").isEqualTo(1);
    }

    @Test
    void whatElseSaysItMetIsTriedAgainToo() {
        transactions.run(() -> {
            if (tries.incrementAndGet() < 2) throw new IllegalStateException("wrapped", new Elsewhere());
        });
        assertThat(tries).hasValue(2);
    }

    @Test
    void whatAlwaysMeetsAnotherIsRefusedInTheEnd() {
        assertThatExceptionOfType(TryAgain.class)
                .isThrownBy(() -> transactions.run(() -> {
                    add(1);
                    tries.incrementAndGet();
                    throw new OptimisticLockingFailureException("changed meanwhile");
                }));
        assertThat(tries.get()).isBetween(4, 10);
        assertThat(amount(1)).isZero();
    }

    @Test
    void anythingElseThatFailsIsNotTriedAgainAndToldAsItIs() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    add(1);
                    tries.incrementAndGet();
                    throw new IllegalArgumentException("wrong");
                }))
                .withNoCause();
        assertThat(tries).hasValue(1);
        assertThat(amount(1)).isZero();
    }

    @Test
    void aPartOfAnActIsNotTriedAloneButTheWholeIs() {
        var parts = new AtomicInteger();
        transactions.run(() -> {
            tries.incrementAndGet();
            add(1);
            transactions.run(() -> {
                if (parts.incrementAndGet() < 3) throw new OptimisticLockingFailureException("changed meanwhile");
            });
        });
        assertThat(tries).hasValue(3);
        assertThat(parts).hasValue(3);
        assertThat(amount(1)).isEqualTo(1);
    }

    @Test
    void whatIsDoneApartStaysThoughTheActFails() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> transactions.run(() -> {
                    add(1);
                    transactions.apart(() -> add(2));
                    throw new IllegalArgumentException("wrong");
                }));
        assertThat(amount(1)).isZero();
        assertThat(amount(2)).isEqualTo(1);
    }

    @Test
    void aLockThatSomebodyHoldsForLongIsARefusalAndLaterItIsDone() throws Exception {
        var held = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        var other = Executors.newSingleThreadExecutor();
        try {
            var holding = other.submit(() -> new TransactionTemplate(database).execute(status -> {
                lock(1);
                held.countDown();
                await(letGo);
                return true;
            }));
            held.await();
            assertThatExceptionOfType(TryAgain.class).isThrownBy(() -> transactions.run(() -> add(1)));
            letGo.countDown();
            assertThat(holding.get()).isTrue();
        } finally {
            other.shutdownNow();
        }
        transactions.run(() -> add(1));
        assertThat(amount(1)).isEqualTo(1);
    }

    @Test
    void twoThatWaitForEachOtherAreBothDone() throws Exception {
        var meeting = new CyclicBarrier(2);
        var both = Executors.newFixedThreadPool(2);
        try {
            var first = both.submit(() -> crossing(meeting, 1, 2));
            var second = both.submit(() -> crossing(meeting, 2, 1));
            assertThat(first.get() + second.get())
                    .as("at least one was tried again")
                    .isGreaterThan(2);
        } finally {
            both.shutdownNow();
        }
        assertThat(List.of(amount(1), amount(2))).containsExactly(2, 2);
    }

    /** Locks one row, waits the first time until the other has locked the other, and wants that too; how often it was tried. */
    private int crossing(CyclicBarrier meeting, int one, int other) {
        var count = new AtomicInteger();
        transactions.run(() -> {
            add(one);
            if (count.incrementAndGet() == 1) await(meeting);
            add(other);
        });
        return count.get();
    }

    private void add(int id) {
        jdbc.sql("update account set amount = amount + 1 where id = :id")
                .param("id", id)
                .update();
    }

    private void lock(int id) {
        jdbc.sql("select id from account where id = :id for update")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private int amount(int id) {
        return jdbc.sql("select amount from account where id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
