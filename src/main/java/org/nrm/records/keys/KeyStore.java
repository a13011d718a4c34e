package org.nrm.records.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfSet;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nrm.ledger.CaseRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The store of data keys, a database of its own, so that a back-up of the data brings back nothing that was erased. It takes part
 * in no transaction of the service: a key is safe here before anything is written under it, and is destroyed after the erasure has
 * committed. Without the store, or with a wrong key-encryption key, the service runs and every read or write of content says why not.
 */
@Component
@EnableConfigurationProperties(KeySettings.class)
public final class KeyStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
    private static final byte[] INDEX = "blind-index".getBytes(StandardCharsets.UTF_8);
    private static final int AT_ONCE = 200;
    private static final Configuration CIPHERS = KeyEncryption.CIPHERS;

    /** One wrapped data key. */
    record Wrapped(String id, String dataClass, String keyset, boolean active) {}

    private final KeyEncryption keyEncryption;
    private final Clock clock;
    private final HikariDataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private volatile boolean prepared;

    KeyStore(KeySettings settings, Clock clock) {
        this.clock = clock;
        keyEncryption = new KeyEncryption(settings);
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
            if (settings.url().startsWith("jdbc:h2:file:./keys/")) KeyEncryption.privateFolder(Path.of("keys"));
        } catch (IOException e) {
            throw new IllegalStateException("The folder ./keys cannot be made", e);
        }
        database = new HikariDataSource(pool);
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** The keys of the case as they are now. */
    public CaseKeys of(CaseRef caseRef) {
        return available(() -> {
            var keys = jdbc.sql("""
                    select k.key_id, k.data_class, k.keyset, a.key_id as active
                      from data_key k left join active_key a on a.key_id = k.key_id where k.case_ref = :ref""")
                    .param("ref", caseRef.value())
                    .query(KeyStore::wrapped)
                    .list();
            return new CaseKeys(
                    this, caseRef, keys.stream().collect(Collectors.toMap(Wrapped::id, Function.identity())));
        });
    }

    /** For each text a value by which equal texts are found again without being known; Base64. The same text gives the same value. */
    public Map<String, String> blind(Set<String> texts) {
        return available(() -> {
            try {
                var prf = indexKey().getPrimitive(CIPHERS, PrfSet.class);
                var blind = new HashMap<String, String>();
                for (var text : texts)
                    blind.put(
                            text,
                            Base64.getEncoder()
                                    .encodeToString(prf.computePrimary(text.getBytes(StandardCharsets.UTF_8), 24)));
                return blind;
            } catch (GeneralSecurityException e) {
                throw new KeysUnavailable("The key of the index cannot be used", e);
            }
        });
    }

    /** Destroys every key of these classes of the case, for ever. Doing it again changes nothing. */
    public void destroy(CaseRef caseRef, Set<String> dataClasses) {
        available(() -> {
            transaction.executeWithoutResult(status -> {
                for (var dataClass : dataClasses) destroy(caseRef, dataClass);
            });
            return true;
        });
    }

    private void destroy(CaseRef caseRef, String dataClass) {
        jdbc.sql("""
                insert into tombstone (key_id, case_ref, data_class, destroyed)
                select key_id, case_ref, data_class, :now from data_key where case_ref = :ref and data_class = :class""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ref", caseRef.value())
                .param("class", dataClass)
                .update();
        for (var table : List.of("active_key", "data_key"))
            jdbc.sql("delete from " + table + " where case_ref = :ref and data_class = :class")
                    .param("ref", caseRef.value())
                    .param("class", dataClass)
                    .update();
    }

    /** Which of these keys were destroyed. What is written under one of them must not come back. */
    public Set<String> destroyed(Set<String> keyIds) {
        return available(() -> {
            var found = new HashSet<String>();
            var left = List.copyOf(keyIds);
            for (var from = 0; from < left.size(); from += AT_ONCE)
                found.addAll(jdbc.sql("select key_id from tombstone where key_id in (:ids)")
                        .param("ids", left.subList(from, Math.min(from + AT_ONCE, left.size())))
                        .query(String.class)
                        .list());
            return found;
        });
    }

    /**
     * Makes a new key-encryption key and wraps every data key with it, while the service runs. Stopped on the way, it is simply
     * run again.
     *
     * @return how many keys were wrapped anew
     */
    public int rotateKeyEncryptionKey() {
        return available(() -> {
            try {
                keyEncryption.addKey();
                var aead = keyEncryption.aead();
                var count = 0;
                for (var table : List.of("data_key", "secret"))
                    for (var id : jdbc.sql("select key_id from " + table)
                            .query(String.class)
                            .list()) if (rewrap(table, id, aead)) count++;
                keyEncryption.dropOlderKeys();
                return count;
            } catch (GeneralSecurityException e) {
                throw new KeysUnavailable("The key-encryption key could not be changed", e);
            }
        });
    }

    /** The next values of this class are sealed under a new key; the earlier key still opens what it sealed. */
    public void retire(CaseRef caseRef, String dataClass) {
        available(() -> jdbc.sql("delete from active_key where case_ref = :ref and data_class = :class")
                .param("ref", caseRef.value())
                .param("class", dataClass)
                .update());
    }

    @Override
    public void close() {
        database.close();
    }

    /** A new data key, unless somebody has just made one. */
    Wrapped create(CaseRef caseRef, String dataClass) {
        return available(() -> {
            var id = UUID.randomUUID().toString();
            try {
                var keyset = wrap(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CIPHERS), bound(id));
                transaction.executeWithoutResult(status -> {
                    jdbc.sql("insert into active_key (case_ref, data_class, key_id) values (:ref, :class, :id)")
                            .param("ref", caseRef.value())
                            .param("class", dataClass)
                            .param("id", id)
                            .update();
                    jdbc.sql("""
                            insert into data_key (key_id, case_ref, data_class, keyset, made)
                            values (:id, :ref, :class, :keyset, :now)""")
                            .param("id", id)
                            .param("ref", caseRef.value())
                            .param("class", dataClass)
                            .param("keyset", keyset)
                            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                            .update();
                });
                return new Wrapped(id, dataClass, keyset, true);
            } catch (GeneralSecurityException e) {
                throw new KeysUnavailable("A data key could not be made", e);
            } catch (DuplicateKeyException e) {
                return active(caseRef, dataClass);
            }
        });
    }

    Aead unwrap(CaseRef caseRef, Wrapped key) {
        return available(() -> {
            try {
                return parse(key.keyset(), bound(key.id())).getPrimitive(CIPHERS, Aead.class);
            } catch (GeneralSecurityException e) {
                throw new Unreadable("A key of the case " + caseRef + " (class " + key.dataClass()
                        + ") does not unwrap: it was altered, or the key-encryption key is another one");
            }
        });
    }

    private Wrapped active(CaseRef caseRef, String dataClass) {
        return jdbc.sql("""
                select k.key_id, k.data_class, k.keyset, a.key_id as active
                  from data_key k join active_key a on a.key_id = k.key_id where a.case_ref = :ref and a.data_class = :class""")
                .param("ref", caseRef.value())
                .param("class", dataClass)
                .query(KeyStore::wrapped)
                .single();
    }

    private KeysetHandle indexKey() throws GeneralSecurityException {
        var found = jdbc.sql("select keyset from secret where key_id = 'blind-index'")
                .query(String.class)
                .optional();
        if (found.isPresent()) return parse(found.get(), INDEX);
        var made = KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF, CIPHERS);
        try {
            jdbc.sql("insert into secret (key_id, keyset) values ('blind-index', :keyset)")
                    .param("keyset", wrap(made, INDEX))
                    .update();
            return made;
        } catch (DuplicateKeyException e) {
            return indexKey();
        }
    }

    private boolean rewrap(String table, String id, Aead aead) throws GeneralSecurityException {
        var keyset = jdbc.sql("select keyset from " + table + " where key_id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
        if (keyset.isEmpty()) return false; // destroyed in the meantime
        var handle = TinkProtoKeysetFormat.parseEncryptedKeyset(
                Base64.getDecoder().decode(keyset.get()), aead, bound(id), CIPHERS);
        return jdbc.sql("update " + table + " set keyset = :keyset where key_id = :id")
                        .param("keyset", wrap(handle, bound(id)))
                        .param("id", id)
                        .update()
                > 0;
    }

    private String wrap(KeysetHandle keyset, byte[] bound) throws GeneralSecurityException {
        return Base64.getEncoder()
                .encodeToString(
                        TinkProtoKeysetFormat.serializeEncryptedKeyset(keyset, keyEncryption.aead(), bound, CIPHERS));
    }

    private KeysetHandle parse(String keyset, byte[] bound) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(
                Base64.getDecoder().decode(keyset), keyEncryption.aead(), bound, CIPHERS);
    }

    /** Does it with a store that is there; the first time the tables and the first key-encryption key are made. */
    private <T> T available(Supplier<T> work) {
        try {
            prepare();
            return work.get();
        } catch (DataAccessException e) {
            LOG.error("The key store cannot be reached; see nrm.keys.url");
            throw new KeysUnavailable("The key store cannot be reached", e);
        } catch (KeysUnavailable e) {
            LOG.error("{}", e.getMessage());
            throw e;
        }
    }

    private void prepare() {
        if (prepared) {
            if (!keyEncryption.exists()) missing();
            return;
        }
        synchronized (this) {
            if (prepared) return;
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
            if (!keyEncryption.exists()) {
                var inUse = jdbc.sql("select (select count(*) from data_key) + (select count(*) from secret)")
                        .query(Long.class)
                        .single();
                if (inUse > 0) missing(); // never a new key in place of a lost one
                try {
                    keyEncryption.create();
                } catch (GeneralSecurityException e) {
                    throw new KeysUnavailable("The key-encryption key could not be made", e);
                }
            }
            prepared = true;
        }
    }

    private static void missing() {
        throw new KeysUnavailable(
                "The key-encryption key is missing although there are keys that need it; restore it from its back-up",
                null);
    }

    private static Wrapped wrapped(ResultSet row, int number) throws SQLException {
        return new Wrapped(
                row.getString("key_id"),
                row.getString("data_class"),
                row.getString("keyset"),
                row.getString("active") != null);
    }

    private static byte[] bound(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
