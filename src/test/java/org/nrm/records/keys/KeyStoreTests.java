package org.nrm.records.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.ledger.CaseRef;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is sealed opens again, there and nowhere else; and whatever is wrong with the keys, nothing is lost by it. */
@Tag("slow")
class KeyStoreTests {

    private static final CaseRef CASE = new CaseRef("NRM-2026-AAAAAAAA");
    private static final CaseRef OTHER = new CaseRef("NRM-2026-BBBBBBBB");
    private static final String CLASS = "account";
    private static final String PLACE = "interview\ntask\nwords";
    private static final long SEED = 20260101;

    @TempDir
    private Path folder;

    private final List<KeyStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(KeyStore::close);
    }

    @Test
    void anyTextOpensAgainAndNoBitOfItCanBeChanged() {
        var chance = new Random(SEED);
        var keys = store().of(CASE);
        for (var round = 0; round < 2000; round++) {
            var text = text(chance);
            var sealed = keys.seal(CLASS, PLACE, text);
            assertThat(keys.open(CLASS, PLACE, sealed)).isEqualTo(text);
            var bytes = Base64.getDecoder().decode(sealed.text());
            var bit = chance.nextInt(bytes.length * 8);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            var changed = new Sealed(sealed.keyId(), Base64.getEncoder().encodeToString(bytes));
            assertThatThrownBy(() -> keys.open(CLASS, PLACE, changed))
                    .as("bit %d of round %d, seed %d", bit, round, SEED)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void theSameTextIsNeverSealedToTheSame() {
        var keys = store().of(CASE);
        assertThat(keys.seal(CLASS, PLACE, "yes").text())
                .isNotEqualTo(keys.seal(CLASS, PLACE, "yes").text());
    }

    @Test
    void aValueOpensInItsPlaceOnly() {
        var store = store();
        var keys = store.of(CASE);
        var sealed = keys.seal(CLASS, PLACE, "a door that locks");
        var ofOther = store.of(OTHER);
        ofOther.seal(CLASS, PLACE, "something else");
        for (Callable<String> elsewhere : List.<Callable<String>>of(
                () -> keys.open(CLASS, "interview\nother task\nwords", sealed),
                () -> keys.open(CLASS, "interview\ntask\nreason", sealed),
                () -> keys.open("support", PLACE, sealed),
                () -> ofOther.open(CLASS, PLACE, sealed),
                () -> keys.open(CLASS, PLACE, new Sealed(sealed.keyId(), "no Base64 at all"))))
            assertThatThrownBy(elsewhere::call).isInstanceOf(Unreadable.class).hasMessageNotContaining("door");
    }

    @Test
    void aDestroyedKeyOpensNothingAndItsNumberIsRemembered() {
        var store = store();
        var sealed = store.of(CASE).seal(CLASS, PLACE, "gone");
        var kept = store.of(CASE).seal("support", PLACE, "kept");
        assertThat(store.ids(CASE, CLASS)).containsExactly(sealed.keyId());
        store.destroy(Set.of(sealed.keyId()));
        store.destroy(Set.of(sealed.keyId()));
        assertThatThrownBy(() -> store.of(CASE).open(CLASS, PLACE, sealed)).isInstanceOf(Unreadable.class);
        assertThat(store.of(CASE).open("support", PLACE, kept)).isEqualTo("kept");
        assertThat(store.destroyed(Set.of(sealed.keyId(), kept.keyId()))).containsExactly(sealed.keyId());
        var written = store.of(CASE).seal(CLASS, PLACE, "later");
        assertThat(written.keyId()).isNotEqualTo(sealed.keyId());
        assertThat(store.of(CASE).open(CLASS, PLACE, written)).isEqualTo("later");
    }

    @Test
    void withoutTheFileOfTheKeyEncryptionKeyNothingOpensAndNoOtherIsMade() throws IOException {
        var store = store();
        var sealed = store.of(CASE).seal(CLASS, PLACE, "words");
        var away = folder.resolve("away.json");
        Files.move(keyFile(), away);
        for (var each : List.of(store, store()))
            assertThatThrownBy(() -> each.of(CASE).open(CLASS, PLACE, sealed))
                    .isInstanceOf(KeysUnavailable.class)
                    .hasMessageContaining("restore it from its back-up");
        assertThat(keyFile()).doesNotExist();
        Files.move(away, keyFile());
        assertThat(store.of(CASE).open(CLASS, PLACE, sealed)).isEqualTo("words");
    }

    @Test
    void withAnotherKeyEncryptionKeyNothingOpensAndNothingIsWritten() throws IOException {
        var store = store();
        var sealed = store.of(CASE).seal(CLASS, PLACE, "words");
        var right = Files.readString(keyFile());
        for (var wrong :
                List.of(otherKeyEncryptionKey(), "{", "", right.replaceAll("\"value\":\"....", "\"value\":\"AAAA"))) {
            Files.writeString(keyFile(), wrong);
            for (var each : List.of(store, store())) {
                assertThatThrownBy(() -> each.of(CASE).open(CLASS, PLACE, sealed))
                        .isInstanceOf(KeysUnavailable.class);
                assertThatThrownBy(() -> each.of(OTHER).seal(CLASS, PLACE, "of a new case"))
                        .isInstanceOf(KeysUnavailable.class);
                assertThatThrownBy(each::rotateKeyEncryptionKey).isInstanceOf(KeysUnavailable.class);
            }
            assertThat(keyFile()).hasContent(wrong);
        }
        Files.writeString(keyFile(), right);
        assertThat(store.of(CASE).open(CLASS, PLACE, sealed)).isEqualTo("words");
        assertThat(store.ids(OTHER, CLASS)).isEmpty();
    }

    @Test
    void aLostOrDamagedKeyIsToldOfTheValuesUnderItAndTheOthersOpen() {
        var store = store();
        var damaged = store.of(CASE).seal(CLASS, PLACE, "damaged");
        var lost = store.of(CASE).seal("health", PLACE, "lost");
        var good = store.of(CASE).seal("support", PLACE, "good");
        sql("update data_key set keyset = 'AAAA' || substring(keyset from 5) where key_id = '" + damaged.keyId() + "'");
        sql("delete from data_key where key_id = '" + lost.keyId() + "'");
        var keys = store.of(CASE);
        assertThat(keys.open("support", PLACE, good)).isEqualTo("good");
        assertThatThrownBy(() -> keys.open(CLASS, PLACE, damaged))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("restore the key store");
        assertThatThrownBy(() -> keys.open("health", PLACE, lost))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("restore the key store");
        assertThatThrownBy(() -> keys.seal(CLASS, PLACE, "new")).isInstanceOf(KeysUnavailable.class);
        var written = keys.seal("health", PLACE, "new");
        assertThat(store.of(CASE).open("health", PLACE, written)).isEqualTo("new");
    }

    @Test
    void anotherKeyEncryptionKeyWrapsAndTheEarlierOneUnwrapsNothingMore() throws IOException {
        var store = store();
        var before = store.of(CASE); // holds its keys as they were wrapped at first
        var sealed = before.seal(CLASS, PLACE, "words");
        var index = store.blind(Set.of("name"));
        for (var round = 0; round < 5; round++) {
            var earlier = Files.readString(keyFile());
            assertThat(store.rotateKeyEncryptionKey()).isEqualTo(2);
            assertThat(keyFile()).content().isNotEqualTo(earlier);
            assertThat(store.of(CASE).open(CLASS, PLACE, sealed)).isEqualTo("words");
            assertThat(store.blind(Set.of("name"))).isEqualTo(index);
            var now = Files.readString(keyFile());
            Files.writeString(keyFile(), earlier);
            assertThatThrownBy(() -> store().of(CASE)).isInstanceOf(KeysUnavailable.class);
            Files.writeString(keyFile(), now);
        }
        assertThat(store().of(CASE).open(CLASS, PLACE, sealed)).isEqualTo("words");
        assertThat(before.open(CLASS, PLACE, before.seal(CLASS, PLACE, "more"))).isEqualTo("more");
    }

    @Test
    void aKeyThatDoesNotUnwrapKeepsTheEarlierKeyEncryptionKey() {
        var store = store();
        var damaged = store.of(CASE).seal(CLASS, PLACE, "damaged");
        var keyset = one("select keyset from data_key");
        sql("update data_key set keyset = 'AAAA' || substring(keyset from 5)");
        var good = store.of(OTHER).seal(CLASS, PLACE, "good");
        assertThat(store.rotateKeyEncryptionKey()).isEqualTo(2);
        assertThat(store.of(OTHER).open(CLASS, PLACE, good)).isEqualTo("good");
        sql("update data_key set keyset = '" + keyset + "' where key_id = '" + damaged.keyId() + "'");
        assertThat(store.of(CASE).open(CLASS, PLACE, damaged))
                .as("restored from the back-up of the key store")
                .isEqualTo("damaged");
    }

    @Test
    void keysAreMadeAndUsedWhileTheKeyEncryptionKeyChanges() throws Exception {
        var store = store();
        var done = new AtomicBoolean();
        var sealed = new ArrayList<Sealed>();
        var people = Executors.newFixedThreadPool(3);
        try {
            var work = new ArrayList<Callable<List<Sealed>>>();
            for (var number = 0; number < 3; number++) {
                var person = number;
                work.add(() -> {
                    var mine = new ArrayList<Sealed>();
                    for (var round = 0; !done.get() || round < 20; round++) {
                        var keys = store.of(CASE);
                        var one = keys.seal("class-" + person + "-" + round % 60, PLACE, "words");
                        assertThat(keys.open("class-" + person + "-" + round % 60, PLACE, one))
                                .isEqualTo("words");
                        mine.add(one);
                    }
                    return mine;
                });
            }
            var running = work.stream().map(people::submit).toList();
            for (var round = 0; round < 10; round++) store.rotateKeyEncryptionKey();
            done.set(true);
            for (var each : running) sealed.addAll(each.get());
        } finally {
            people.shutdownNow();
        }
        var ids = new HashSet<>(sealed.stream().map(Sealed::keyId).toList());
        var keys = store().of(CASE);
        for (var id : ids) {
            var dataClass = one("select data_class from data_key where key_id = '" + id + "'");
            for (var each : sealed)
                if (each.keyId().equals(id))
                    assertThat(keys.open(dataClass, PLACE, each)).isEqualTo("words");
        }
    }

    @Test
    void nobodyElseOfTheMachineReadsTheKeys() throws IOException {
        store().of(CASE).seal(CLASS, PLACE, "words");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .as("nothing half written stays")
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void withoutTheStoreNothingIsReadAndThatIsSaid() {
        var store = new KeyStore(
                new KeySettings("jdbc:h2:tcp://127.0.0.1:1/none", "nrm", "", keyFile(), ""), Clock.systemUTC());
        opened.add(store);
        assertThatThrownBy(() -> store.of(CASE)).isInstanceOf(KeysUnavailable.class);
    }

    private KeyStore store() {
        return store(folder.resolve("keys/keys"), keyFile());
    }

    private KeyStore store(Path database, Path keyFile) {
        var store = new KeyStore(
                new KeySettings(
                        "jdbc:h2:file:" + database + ";LOCK_TIMEOUT=20000;AUTO_SERVER=FALSE", "nrm", "", keyFile, ""),
                Clock.fixed(Instant.parse("2026-01-15T10:00:00Z"), ZoneOffset.UTC));
        opened.add(store);
        return store;
    }

    private Path keyFile() {
        return folder.resolve("keys/key-encryption.json");
    }

    private String otherKeyEncryptionKey() throws IOException {
        var file = folder.resolve("other/key-encryption.json");
        store(folder.resolve("other/keys"), file).of(CASE);
        return Files.readString(file);
    }

    private void sql(String statement) {
        jdbc().sql(statement).update();
    }

    private String one(String select) {
        return jdbc().sql(select).query(String.class).single();
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:h2:file:" + folder.resolve("keys/keys") + ";LOCK_TIMEOUT=20000;AUTO_SERVER=FALSE", "nrm", ""));
    }

    /** Up to 300 characters of all planes; half of a pair cannot be written as UTF-8 and is no text. */
    private static String text(Random chance) {
        var text = new StringBuilder();
        var length = chance.nextInt(300);
        while (text.length() < length) {
            var point = chance.nextInt(Character.MAX_CODE_POINT + 1);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) text.appendCodePoint(point);
        }
        return text.toString();
    }
}
