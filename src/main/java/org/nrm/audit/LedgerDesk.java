package org.nrm.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.KeyHistory;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.note.VerifierKey;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.NotThere;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** What people do with the ledger as a whole. */
@Service
class LedgerDesk {

    private static final int MOST = 200;

    private final Checkpoints checkpoints;
    private final LedgerChecks checks;
    private final Set<VerifierKey> witnesses = new HashSet<>();

    LedgerDesk(
            Checkpoints checkpoints, LedgerChecks checks, @Value("${nrm.ledger.witnesses:}") List<String> witnesses) {
        this.checkpoints = checkpoints;
        this.checks = checks;
        for (var witness : witnesses) this.witnesses.add(witness(witness));
    }

    private static VerifierKey witness(String text) {
        try {
            var key = VerifierKey.parse(text);
            if (key.ofWitness()) return key;
        } catch (UnusableNote e) {
            throw new IllegalStateException("nrm.ledger.witnesses: " + e.getMessage(), e);
        }
        throw new IllegalStateException("nrm.ledger.witnesses: " + text + " is not the key of a witness");
    }

    /** A checkpoint that goes out of the house. */
    record Given(SignedNote note, Checkpoint checkpoint) {}

    /** The checkpoint over all that has been committed; that it was given is noted. */
    Given give() {
        var given = read(checkpoints.latest());
        checkpoints.give(given.checkpoint().size());
        return given;
    }

    private static Given read(SignedNote note) {
        try {
            return new Given(note, Checkpoint.parse(note.text()));
        } catch (UnusableNote e) {
            throw new IllegalStateException("The checkpoint in the database " + e.getMessage());
        }
    }

    KeyHistory keys() {
        return checkpoints.keys();
    }

    List<Hash> consistency(long from, long to) {
        var size = read(checkpoints.latest()).checkpoint().size();
        if (from < 0 || from > to)
            throw wrong("from", "Must be the size of an earlier checkpoint, from 0 to " + to + ".");
        if (to > size) throw wrong("to", "The ledger has " + size + " entries.");
        return checkpoints.consistency(from, to);
    }

    /** Begins a check; only auditors do. Of a ledger that is not large it is at its end with the answer. */
    LedgerChecks.State check(Actor actor, List<String> kept, List<String> pinned) {
        AuditedCases.auditorOnly(actor);
        if (kept.size() > MOST || pinned.size() > MOST) throw wrong("checkpoints", "At most " + MOST + " at once.");
        var notes = new ArrayList<SignedNote>();
        for (var text : kept) notes.add(parse("checkpoints", text, SignedNote::parse));
        var keys = new HashSet<VerifierKey>();
        for (var text : pinned) keys.add(parse("keys", text, VerifierKey::parse));
        checkpoints.latest();
        return checks.begin(notes, keys);
    }

    /** The check that is under way, or the last. */
    Optional<LedgerChecks.State> latestCheck(Actor actor) {
        AuditedCases.auditorOnly(actor);
        return checks.latest();
    }

    /** The check of this number, as long as no other has begun. */
    LedgerChecks.State check(Actor actor, String id) {
        return latestCheck(actor).filter(state -> state.id().equals(id)).orElseThrow(NotThere::new);
    }

    /** Keeps what a witness signed. */
    Given cosign(long size, @Nullable String signature) {
        var note = checkpoints.ofSize(size).orElseThrow(NotThere::new);
        if (signature == null || signature.isBlank())
            throw wrong("signature", "Please give the witness's signature line.");
        var line = signature.strip() + "\n";
        var cosigned = parse("signature", line, note::with);
        try {
            var before = note.signedBy(witnesses);
            var after = cosigned.signedBy(witnesses);
            if (after.size() == before.size())
                throw wrong("signature", "It is not by a witness that nrm.ledger.witnesses names.");
            var key = after.get(after.size() - 1).key();
            if (before.stream().anyMatch(signed -> signed.key().equals(key))) return read(note);
        } catch (UnusableNote e) {
            throw wrong("signature", "It does not fit: " + e.getMessage() + ".");
        }
        return read(checkpoints.cosigned(size, line));
    }

    /** Only operators change the key. */
    void rotate(Actor actor) {
        if (!actor.holds("operator")) throw new NotAllowed("Only operators change the ledger's key.");
        checkpoints.rotateKey(Act.general(EntryType.LEDGER_KEY_ROTATED).by(actor.user(), actor.agency(), "operator"));
    }

    private interface Parser<T> {
        T parse(String text) throws UnusableNote;
    }

    private static <T> T parse(String field, String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (UnusableNote e) {
            throw wrong(field, "What was given " + e.getMessage() + ".");
        }
    }

    private static InvalidAnswers wrong(String field, String message) {
        return new InvalidAnswers(List.of(new FieldProblem(field, message)));
    }
}
