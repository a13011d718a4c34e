package org.nrm.ledger.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nrm.ledger.SigningUnavailable;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.UnusableNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A witness that needs nobody: each minute in which something was done, the new checkpoint goes to the end of a file outside of the
 * database. An older database put in place of this one does not fit it.
 */
@Component
class CheckpointFile {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

    private final JdbcCheckpoints checkpoints;
    private final Path file;
    private final boolean automatic;
    private long filed = -1;

    CheckpointFile(
            JdbcCheckpoints checkpoints, LedgerSettings settings, @Value("${nrm.timers:true}") boolean automatic) {
        this.checkpoints = checkpoints;
        this.file = settings.checkpointFile();
        this.automatic = automatic;
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 5_000)
    void everyMinute() {
        if (automatic) write();
    }

    /** Signs what is not under a checkpoint yet, and files the newest unless it is filed; somebody may have asked for it before. */
    void write() {
        try {
            var note = checkpoints.latest();
            var size = Checkpoint.parse(note.text()).size();
            if (file.toString().isEmpty() || size == filed) return;
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) Files.createDirectories(folder);
            Files.writeString(
                    file, note + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            checkpoints.give(size);
            filed = size;
        } catch (IOException e) {
            LOG.error(
                    "The checkpoint file {} cannot be written: {}",
                    file,
                    e.getClass().getSimpleName());
        } catch (SigningUnavailable | UnusableNote e) {
            LOG.error("No checkpoint: {}", e.getMessage());
        }
    }
}
