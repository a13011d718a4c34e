package org.nrm.ledger.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.nrm.ledger.SigningUnavailable;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The log's keys: the public ones in the database, each announced under the one before; the private ones in files that only the service reads. */
@Component
@EnableConfigurationProperties(LedgerSettings.class)
class LogKeys {

    private static final int NAME_BYTES = 4;

    private final LedgerSettings settings;
    private final JdbcClient jdbc;

    LogKeys(LedgerSettings settings, JdbcClient jdbc) {
        this.settings = settings;
        this.jdbc = jdbc;
    }

    /** The keys so far; of a new log the first is made here. Called under the tree's lock. */
    KeyHistory history() {
        return stored().orElseGet(this::begin);
    }

    /** The keys so far; empty for a new log. */
    Optional<KeyHistory> stored() {
        return jdbc.sql("select history from ledger_keys where id = 1")
                .query(String.class)
                .optional()
                .map(text -> {
                    try {
                        return KeyHistory.parse(text);
                    } catch (UnusableNote e) {
                        throw new SigningUnavailable(
                                "The ledger's announcements of keys in the database were altered: it " + e.getMessage()
                                        + ".");
                    }
                });
    }

    private KeyHistory begin() {
        try {
            var key = SigningKey.generate(origin());
            var history = KeyHistory.begin(key.verifier().name(), key);
            keep(key);
            jdbc.sql("insert into ledger_keys (id, history) values (1, :history)")
                    .param("history", history.toString())
                    .update();
            return history;
        } catch (UnusableNote e) {
            throw new SigningUnavailable("nrm.ledger.origin cannot be used: " + e.getMessage() + ".");
        }
    }

    private String origin() {
        if (!settings.origin().isEmpty()) return settings.origin();
        var bytes = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "nrm-engine/" + HexFormat.of().formatHex(bytes);
    }

    /** The private key that belongs to a public one. */
    SigningKey signing(VerifierKey key) {
        var file = file(key);
        try {
            var signing = SigningKey.parse(Files.readString(file));
            if (signing.verifier().equals(key)) return signing;
            throw new SigningUnavailable("The file of the ledger's private key " + key.id() + " holds another key.");
        } catch (IOException e) {
            throw new SigningUnavailable("The ledger's private key " + key.id() + " is not in " + settings.keyFolder()
                    + ". Put it back from its safe copy; until then entries are written, but no checkpoint is signed.");
        } catch (UnusableNote e) {
            throw new SigningUnavailable(
                    "The ledger's private key " + key.id() + " cannot be used: " + e.getMessage() + ".");
        }
    }

    /** A new key takes the place of the present one, from checkpoints of this size on. */
    KeyHistory rotate(KeyHistory history, SigningKey next, long from) {
        var present =
                history.announcements().get(history.announcements().size() - 1).key();
        try {
            var longer = history.followedBy(next, from, signing(present));
            keep(next);
            jdbc.sql("update ledger_keys set history = :history where id = 1")
                    .param("history", longer.toString())
                    .update();
            return longer;
        } catch (UnusableNote e) {
            throw new IllegalStateException(e);
        }
    }

    private Path file(VerifierKey key) {
        return settings.keyFolder().resolve(key.id() + ".key");
    }

    /** Whole or not at all, and readable by the service alone. */
    private void keep(SigningKey key) {
        var file = file(key.verifier());
        try {
            Files.createDirectories(settings.keyFolder());
            var posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            var fresh = posix
                    ? Files.createTempFile(
                            settings.keyFolder(),
                            "new",
                            ".key",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(settings.keyFolder(), "new", ".key");
            Files.writeString(fresh, key.secretText());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger's key cannot be written to " + settings.keyFolder(), e);
        }
    }
}
