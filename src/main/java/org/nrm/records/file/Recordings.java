package org.nrm.records.file;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Commitment;
import org.nrm.records.keys.CaseKeys;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.keys.Sealed;
import org.nrm.records.keys.Unreadable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What binds the ledger to what was written down, without saying what that is: for each act and class the entry holds the hash of a
 * random salt and the answers. The salt is sealed like the answers and goes when they are erased; then nobody can guess them from the hash.
 */
@Repository
@Transactional
public class Recordings implements ErasesToo {

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final int SALT_BYTES = 32;

    private final JdbcClient jdbc;
    private final KeyStore keyStore;
    private final SecureRandom random = new SecureRandom();

    Recordings(JdbcClient jdbc, KeyStore keyStore) {
        this.jdbc = jdbc;
        this.keyStore = keyStore;
    }

    /**
     * What was written down in one act of one class, opened.
     *
     * @param salt   in base64
     * @param fields field → its value as JSON text
     */
    public record Opened(String recording, String dataClass, String salt, Map<String, String> fields) {

        public Opened {
            fields = Map.copyOf(fields);
        }

        /** What the entry must hold. */
        public String commitment() {
            return Commitment.of(salt, fields);
        }
    }

    private record Salt(String recording, String dataClass, Sealed sealed) {

        private static String place(String recording) {
            return "salt\n" + recording;
        }

        private String place() {
            return place(recording);
        }
    }

    /** Keeps a salt for each class; class → commitment. */
    Map<String, String> commit(
            CaseRef caseRef, CaseKeys keys, String recording, Map<String, Map<String, String>> fieldsOfClass) {
        var commitments = new TreeMap<String, String>();
        fieldsOfClass.forEach((dataClass, fields) -> {
            var bytes = new byte[SALT_BYTES];
            random.nextBytes(bytes);
            var salt = Base64.getEncoder().encodeToString(bytes);
            commitments.put(dataClass, Commitment.of(salt, fields));
            var sealed = keys.seal(dataClass, Salt.place(recording), salt);
            jdbc.sql("""
                    insert into recording_salt (recording, case_ref, data_class, sealed, key_id)
                    values (:recording, :ref, :class, :sealed, :key)""")
                    .param("recording", recording)
                    .param("ref", caseRef.value())
                    .param("class", dataClass)
                    .param("sealed", sealed.text())
                    .param("key", sealed.keyId())
                    .update();
        });
        return commitments;
    }

    /** All that is still there of the case in these classes and opens. The caller judges who reads it and writes the entry. */
    @Transactional(readOnly = true)
    public List<Opened> open(CaseRef caseRef, Set<String> dataClasses) {
        if (dataClasses.isEmpty()) return List.of();
        var salts = salts(caseRef);
        var keys = keyStore.of(caseRef);
        var fields = new HashMap<Salt, Map<String, String>>();
        var unreadable = new HashSet<Salt>();
        var byName = new LinkedHashMap<String, Salt>();
        for (var salt : salts) byName.put(salt.recording() + " " + salt.dataClass(), salt);
        jdbc.sql("""
                select recording, element, task, field, data_class, sealed, key_id from case_field
                 where case_ref = :ref and recording is not null order by id""").param("ref", caseRef.value()).query(row -> {
            var name = row.getString("recording") + " " + row.getString("data_class");
            var salt = byName.get(name);
            if (salt == null || !dataClasses.contains(salt.dataClass())) return;
            try {
                fields.computeIfAbsent(salt, none -> new TreeMap<>())
                        .put(
                                row.getString("field"),
                                keys.open(
                                        salt.dataClass(),
                                        SealedRow.place(
                                                row.getString("element"),
                                                row.getString("task"),
                                                row.getString("field")),
                                        new Sealed(row.getString("key_id"), row.getString("sealed"))));
            } catch (Unreadable e) {
                LOG.error("{}", e.getMessage());
                unreadable.add(salt);
            }
        });
        return salts.stream()
                .filter(salt -> dataClasses.contains(salt.dataClass())
                        && fields.containsKey(salt)
                        && !unreadable.contains(salt))
                .flatMap(salt -> opened(keys, salt, fields.getOrDefault(salt, Map.of())).stream())
                .toList();
    }

    private static Optional<Opened> opened(CaseKeys keys, Salt salt, Map<String, String> fields) {
        try {
            return Optional.of(new Opened(
                    salt.recording(),
                    salt.dataClass(),
                    keys.open(salt.dataClass(), salt.place(), salt.sealed()),
                    fields));
        } catch (Unreadable e) {
            LOG.error("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** By which versions of the models the rows of each recording say that they were written. */
    Map<String, Set<String>> versions(CaseRef caseRef) {
        var versions = new HashMap<String, Set<String>>();
        jdbc.sql("select distinct recording, version from case_field where case_ref = :ref and recording is not null")
                .param("ref", caseRef.value())
                .query(row -> {
                    versions.computeIfAbsent(row.getString("recording"), recording -> new HashSet<>())
                            .add(row.getString("version"));
                });
        return versions;
    }

    private List<Salt> salts(CaseRef caseRef) {
        return jdbc.sql(
                        "select recording, data_class, sealed, key_id from recording_salt where case_ref = :ref order by recording, data_class")
                .param("ref", caseRef.value())
                .query((row, number) -> new Salt(
                        row.getString("recording"),
                        row.getString("data_class"),
                        new Sealed(row.getString("key_id"), row.getString("sealed"))))
                .list();
    }

    void sealAnew(CaseRef caseRef, CaseKeys before, CaseKeys after) {
        for (var salt : salts(caseRef)) {
            final Sealed sealed;
            try {
                sealed = after.seal(
                        salt.dataClass(), salt.place(), before.open(salt.dataClass(), salt.place(), salt.sealed()));
            } catch (Unreadable e) {
                LOG.error("{}", e.getMessage());
                continue;
            }
            jdbc.sql(
                            "update recording_salt set sealed = :sealed, key_id = :key where recording = :recording and data_class = :class")
                    .param("sealed", sealed.text())
                    .param("key", sealed.keyId())
                    .param("recording", salt.recording())
                    .param("class", salt.dataClass())
                    .update();
        }
    }

    @Override
    public void erase(CaseRef caseRef, Set<String> dataClasses) {
        for (var dataClass : dataClasses)
            jdbc.sql("delete from recording_salt where case_ref = :ref and data_class = :class")
                    .param("ref", caseRef.value())
                    .param("class", dataClass)
                    .update();
    }
}
