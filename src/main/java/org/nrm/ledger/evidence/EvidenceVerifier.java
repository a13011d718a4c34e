package org.nrm.ledger.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.zip.ZipException;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.VerifierKey;

/** Checks bundles. Needs nothing but the file and what its holder knows. */
public final class EvidenceVerifier {

    private final Clock clock;
    private final Limits limits;

    /** With this clock, against which the times of witnesses are held. */
    public EvidenceVerifier(Clock clock) {
        this(clock, Limits.USUAL);
    }

    EvidenceVerifier(Clock clock, Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * What who checks a bundle knows from elsewhere.
     *
     * @param keys of the log and of witnesses; if there is none of the log, any will do
     * @param kept checkpoints of the log
     */
    public record Holder(List<VerifierKey> keys, List<Kept> kept) {

        /** Nothing. */
        public static final Holder KNOWS_NOTHING = new Holder(List.of(), List.of());

        public Holder {
            keys = List.copyOf(keys);
            kept = List.copyOf(kept);
        }
    }

    /**
     * A checkpoint that the holder kept.
     *
     * @param name by which messages call it
     */
    public record Kept(String name, SignedNote note) {}

    /** Is the bundle as it was exported? */
    public Verification verify(Path bundle, Holder holder) {
        var name = Words.oneLine(bundle.toString());
        try (var zip = BundleZip.open(bundle, limits)) {
            return new BundleCheck(zip, limits, holder, clock.instant()).run();
        } catch (Altered e) {
            return Verification.altered(name + " " + e.getMessage());
        } catch (UnusableBundle | BundleZip.TooLarge e) {
            return Verification.unusable(name + " " + e.getMessage());
        } catch (ZipException | EOFException e) {
            return Verification.unusable(name + " is damaged: a file in it cannot be unpacked");
        } catch (IOException e) {
            return Verification.unusable(name + " cannot be read");
        } catch (OutOfMemoryError e) {
            return Verification.unusable(name + " needs more memory than this program was given; raise -Xmx");
        } catch (RuntimeException | StackOverflowError e) {
            return Verification.unusable(name + " could not be judged: "
                    + e.getClass().getSimpleName() + ". This is a fault of the program");
        }
    }
}
