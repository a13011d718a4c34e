package org.nrm.ledger.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson.NotCanonical;
import org.nrm.ledger.CaseState;
import org.nrm.ledger.Entry;

/** The states of the case in a bundle that has been found intact. */
final class EvidenceReplay {

    private final Path bundle;
    private final long steps;

    EvidenceReplay(Path bundle, long steps) {
        this.bundle = bundle;
        this.steps = steps;
    }

    /** The state after this many entries, which are read one at a time. */
    ReplayView at(long step) throws UnusableBundle {
        try (var zip = BundleZip.open(bundle, Limits.USUAL);
                var in = zip.open(EvidenceBundle.ENTRIES)) {
            var lines = new Lines(in, Limits.USUAL.line());
            return ReplayView.of(CaseState.of(() -> new First(lines, step)), steps);
        } catch (Altered | IOException | UncheckedIOException | NoSuchElementException e) {
            throw new UnusableBundle("was changed while it was read");
        }
    }

    private static final class First implements Iterator<Entry> {

        private final Lines lines;
        private long left;

        First(Lines lines, long count) {
            this.lines = lines;
            this.left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Entry next() {
            left--;
            try {
                return Entry.read(line(lines.next()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NotCanonical | Altered | UnusableBundle e) {
                throw new NoSuchElementException(e);
            }
        }

        private static String line(@Nullable String line) {
            if (line == null) throw new NoSuchElementException();
            return line;
        }
    }
}
