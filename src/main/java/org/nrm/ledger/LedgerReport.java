package org.nrm.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the whole ledger found.
 *
 * @param keyId    by whose signature the last checkpoint counts; null if there is none
 * @param checkpoint time of the last checkpoint
 * @param findings nothing if all fits
 */
public record LedgerReport(
        long streams,
        long entries,
        long checkpoints,
        @Nullable String keyId,
        @Nullable Instant checkpoint,
        List<Finding> findings) {

    public LedgerReport {
        findings = List.copyOf(findings);
    }

    /**
     * Something that does not fit.
     *
     * @param stream the case, or null if no single one is concerned
     * @param seq    of the first entry that does not fit; 0 if none
     */
    public record Finding(@Nullable String stream, long seq, String message) {

        /** About the case's entry. */
        public static Finding of(Entry entry, String message) {
            var element = entry.act().element();
            return new Finding(
                    entry.stream(),
                    entry.seq(),
                    "entry " + entry.seq() + " (" + entry.act().type().word() + (element == null ? "" : ", " + element)
                            + "): " + message);
        }

        /** In one line. */
        @Override
        public String toString() {
            return (stream == null ? "" : stream + ": ") + message;
        }
    }

    public boolean intact() {
        return findings.isEmpty();
    }
}
