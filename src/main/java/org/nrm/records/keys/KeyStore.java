package org.nrm.records.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.transactions.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The store of data keys, a database of its own, so that a back-up of the data brings back nothing that was erased. It takes part
 * in no transaction of the service: a key is safe here before anything is written under it, and is destroyed after the erasure has
 * committed. Without the store, or with a wrong key-encryption key, the service runs and every read or write of content says why not.
 */
@Component
@EnableConfigurationProperties(KeySettings.class)
public final class KeyStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
    private static final String INDEX = "blind-index";
    private static final int AT_ONCE = 200;
    private static final Configuration CIPHERS = KeyEncryption.CIPHERS;

    /** One wrapped data key. */
    record Wrapped(String id, String dataClass, String keyset, boolean active) {

        static Wrapped of(ResultSet row, int number) throws SQLException {
            var active = row.getString("active") != null;
            return new Wrapped(row.getString("key_id"), row.getString("data_class"), row.getString("keyset"), active);
        }
    }

    private final KeyEncryption keyEncryption;
    private final Clock clock;
    private final KeyDatabase database;
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private volatile boolean prepared;

    /** The key-encryption key that was seen to be the one of this store. */
    private volatile @Nullable Object verified;

    /** Read: a key is being wrapped and kept. Write: from now on another key-encryption key wraps. */
    private final ReentrantReadWriteLock wrapping = new ReentrantReadWriteLock();

    KeyStore(KeySettings settings, Clock clock) {
        this.clock = clock;
        keyEncryption = new KeyEncryption(settings);
        database = new KeyDatabase(settings);
        jdbc = database.jdbc();
        transactions = database.transactions();
    }

    /** The keys of the case as they are now. */
    public CaseKeys of(CaseRef caseRef) {
        return available(() -> {
            var keys = jdbc.sql("""
                    select k.key_id, k.data_class, k.keyset, a.key_id as active
                      from data_key k left join active_key a on a.key_id = k.key_id where k.case_ref = :ref""")
                    .param("ref", caseRef.value())
                    .query(Wrapped::of)
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

    /** All keys of the class of the case, also those that seal no more. */
    public Set<String> ids(CaseRef caseRef, String dataClass) {
        return available(
                () -> Set.copyOf(jdbc.sql("select key_id from data_key where case_ref = :ref and data_class = :class")
                        .param("ref", caseRef.value())
                        .param("class", dataClass)
                        .query(String.class)
                        .list()));
    }

    /** Destroys these keys, for ever. Doing it again changes nothing. */
    public void destroy(Set<String> keyIds) {
        available(() -> {
            transactions.run(() -> keyIds.forEach(this::destroy));
            return true;
        });
    }

    private void destroy(String keyId) {
        jdbc.sql("""
                insert into tombstone (key_id, case_ref, data_class, destroyed)
                select key_id, case_ref, data_class, :now from data_key
                 where key_id = :id and not exists (select 1 from tombstone t where t.key_id = :id)""")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", keyId)
                .update();
        for (var table : List.of("active_key", "data_key"))
            jdbc.sql("delete from " + table + " where key_id = :id")
                    .param("id", keyId)
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
     * run again. Never two at once.
     *
     * @return how many keys were wrapped anew
     */
    public int rotateKeyEncryptionKey() {
        return available(() -> {
            try {
                wrapping.writeLock().lock();
                try {
                    keyEncryption.addKey(); // whatever was wrapped before is in the store now, and is found below
                } finally {
                    wrapping.writeLock().unlock();
                }
                var count = 0;
                var damaged = 0;
                for (var table : List.of("data_key", "secret"))
                    for (var id : jdbc.sql("select key_id from " + table)
                            .query(String.class)
                            .list())
                        try {
                            if (rewrap(table, id)) count++;
                        } catch (GeneralSecurityException e) {
                            damaged++;
                        }
                if (damaged == 0) keyEncryption.dropOlderKeys();
                else
                    LOG.error(
                            "{} keys do not unwrap and were left; the earlier key-encryption key is kept for them",
                            damaged);
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
            wrapping.readLock().lock();
            try {
                var keyset = wrap(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CIPHERS), bound(id));
                transactions.run(() -> {
                    // Of a key that was lost nothing can be sealed any more.
                    jdbc.sql("""
                            delete from active_key where case_ref = :ref and data_class = :class
                               and not exists (select 1 from data_key k where k.key_id = active_key.key_id)""")
                            .param("ref", caseRef.value())
                            .param("class", dataClass)
                            .update();
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
            } finally {
                wrapping.readLock().unlock();
            }
        });
    }

    Aead unwrap(CaseRef caseRef, Wrapped key) {
        return available(() -> {
            try {
                return parse("data_key", key.id(), key.keyset()).getPrimitive(CIPHERS, Aead.class);
            } catch (GeneralSecurityException e) {
                throw new Unreadable("A key of the case " + caseRef + " (class " + key.dataClass()
                        + ") does not unwrap: it was altered; restore the key store from its back-up");
            }
        });
    }

    private Wrapped active(CaseRef caseRef, String dataClass) {
        return jdbc.sql("""
                select k.key_id, k.data_class, k.keyset, a.key_id as active
                  from data_key k join active_key a on a.key_id = k.key_id where a.case_ref = :ref and a.data_class = :class""")
                .param("ref", caseRef.value())
                .param("class", dataClass)
                .query(Wrapped::of)
                .single();
    }

    private KeysetHandle indexKey() throws GeneralSecurityException {
        var found = keyset("secret", INDEX);
        if (found.isPresent()) return parse("secret", INDEX, found.get());
        var made = KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF, CIPHERS);
        wrapping.readLock().lock();
        try {
            jdbc.sql("insert into secret (key_id, keyset) values (:id, :keyset)")
                    .param("id", INDEX)
                    .param("keyset", wrap(made, bound(INDEX)))
                    .update();
            return made;
        } catch (DuplicateKeyException e) {
            return indexKey();
        } finally {
            wrapping.readLock().unlock();
        }
    }

    private Optional<String> keyset(String table, String id) {
        return jdbc.sql("select keyset from " + table + " where key_id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    private boolean rewrap(String table, String id) throws GeneralSecurityException {
        var keyset = keyset(table, id);
        if (keyset.isEmpty()) return false; // destroyed in the meantime
        var handle = parse(keyset.get(), bound(id));
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

    /** Unwraps; if it was wrapped anew since it was read, as it is now. */
    private KeysetHandle parse(String table, String id, String keyset) throws GeneralSecurityException {
        try {
            return parse(keyset, bound(id));
        } catch (GeneralSecurityException e) {
            var now = keyset(table, id);
            if (now.isEmpty() || now.get().equals(keyset)) throw e;
            return parse(now.get(), bound(id));
        }
    }

    private KeysetHandle parse(String keyset, byte[] bound) throws GeneralSecurityException {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                    Base64.getDecoder().decode(keyset), keyEncryption.aead(), bound, CIPHERS);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("A wrapped key is no Base64", e);
        }
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
        if (!prepared) makeReady();
        if (!keyEncryption.exists()) missing();
        verify();
    }

    /** Another key-encryption key than the one of this store opens nothing, and nothing is written under it. */
    private void verify() {
        var version = keyEncryption.version();
        if (version.equals(verified)) return;
        try {
            var known = keyset("secret", INDEX);
            if (known.isPresent()) parse("secret", INDEX, known.get());
            verified = version;
        } catch (GeneralSecurityException e) {
            throw new KeysUnavailable(
                    "The key-encryption key is damaged, or not the one under which the keys of the key store are wrapped; "
                            + "restore it from its back-up",
                    null);
        }
    }

    private void makeReady() {
        synchronized (this) {
            if (prepared) return;
            database.makeTables();
            var inUse = jdbc.sql("select (select count(*) from data_key) + (select count(*) from secret)")
                    .query(Long.class)
                    .single();
            if (inUse > 0 && !keyEncryption.exists()) missing(); // never a new key in place of a lost one
            try {
                if (!keyEncryption.exists()) keyEncryption.create();
                if (inUse == 0) indexKey(); // by which the key-encryption key is known again
            } catch (GeneralSecurityException e) {
                throw new KeysUnavailable("The key-encryption key cannot be made or used", e);
            }
            prepared = true;
        }
    }

    private static void missing() {
        throw new KeysUnavailable(
                "The key-encryption key is missing although there are keys that need it; restore it from its back-up",
                null);
    }

    private static byte[] bound(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
