package org.nrm.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.ledger.evidence.EvidenceBundle;
import org.nrm.ledger.evidence.EvidenceBundle.Content;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.evidence.EvidenceBundle.Earlier;
import org.nrm.ledger.note.Checkpoint;
import org.nrm.ledger.note.SignedNote;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.pathway.ModelSets;
import org.nrm.records.file.CaseRecords;
import org.nrm.transactions.Transactions;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Service;

/**
 * A case's history as one file to take away. That it was exported is an entry, written before anything is given and so in the file; what
 * the file holds is what a checkpoint covers that was signed after that.
 */
@Service
class Exports {

    /** Earlier checkpoints that go with a bundle without being asked for. */
    private static final int GIVEN = 100;

    private final AuditedCases cases;
    private final CaseRecords records;
    private final Ledger ledger;
    private final Checkpoints checkpoints;
    private final ModelSets models;
    private final Transactions transactions;
    private final Clock clock;

    Exports(
            AuditedCases cases,
            CaseRecords records,
            Ledger ledger,
            Checkpoints checkpoints,
            ModelSets models,
            Transactions transactions,
            Clock clock) {
        this.cases = cases;
        this.records = records;
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.models = models;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /**
     * The evidence bundle.
     *
     * @param content with what was written down, of the classes that the auditor was given access to
     * @param since   sizes of checkpoints that the auditor holds
     */
    Writer bundle(Actor actor, String reference, boolean content, List<Long> since) {
        var caseRef = cases.existing(actor, reference).caseRef();
        var recorded = recorded(actor, caseRef, content);
        var note = checkpoints.latest();
        var size = size(note);
        checkpoints.give(size);
        var places = checkpoints.places(caseRef, size);
        var entries = ledger.history(caseRef, 0, places.size());
        var sets = new HashMap<String, Map<String, String>>();
        for (var entry : entries) {
            var place = entry.act().place();
            if (place != null) sets.computeIfAbsent(place.model(), models::files);
        }
        var contents = new Contents(
                caseRef,
                entries,
                places,
                note,
                earlier(since, size),
                checkpoints.keys(),
                sets,
                recorded.classes(),
                recorded.acts().stream()
                        .map(act -> new Content(act.recording(), act.dataClass(), act.salt(), act.fields()))
                        .toList(),
                reader(),
                clock.instant(),
                actor.user());
        return out -> EvidenceBundle.write(contents, checkpoints::sign, out);
    }

    private CaseRecords.Recorded recorded(Actor actor, CaseRef caseRef, boolean content) {
        return transactions.run(() -> {
            var recorded = new CaseRecords.Recorded(Set.of(), List.of());
            if (content) {
                recorded = records.recorded(caseRef, actor, "export");
                if (recorded.classes().isEmpty())
                    throw new NotAllowed(
                            "What was written down goes with an export only while an access to the file is approved. Ask for one at /cases/"
                                    + caseRef + "/access.");
            }
            exported(actor, caseRef, "bundle", recorded.classes());
            return recorded;
        });
    }

    /** Notes that the case leaves the house. */
    void exported(Actor actor, CaseRef caseRef, String format, Set<String> classes) {
        ledger.append(Act.on(caseRef, EntryType.EXPORTED)
                .by(actor.user(), actor.agency(), AuditedCases.AUDITOR)
                .with(Map.of("format", format, "classes", String.join(" ", new TreeSet<>(classes)))));
    }

    private List<Earlier> earlier(List<Long> since, long size) {
        var sizes = new TreeSet<Long>(checkpoints.given(GIVEN));
        for (var one : since) {
            if (checkpoints.ofSize(one).isEmpty())
                throw new InvalidAnswers(
                        List.of(new FieldProblem("since", "No checkpoint was signed at " + one + " entries.")));
            sizes.add(one);
        }
        var earlier = new ArrayList<Earlier>();
        for (var one : sizes.headSet(size))
            checkpoints
                    .ofSize(one)
                    .ifPresent(note -> earlier.add(new Earlier(note, checkpoints.consistency(one, size))));
        return earlier;
    }

    private static long size(SignedNote note) {
        try {
            return Checkpoint.parse(note.text()).size();
        } catch (UnusableNote e) {
            throw new IllegalStateException("The checkpoint in the database " + e.getMessage(), e);
        }
    }

    private static EvidenceBundle.Reader reader() {
        return new EvidenceBundle.Reader(packed("static/island/evidence.js"), packed("static/island/evidence.css"));
    }

    private static String packed(String name) {
        var resource = new ClassPathResource(name);
        if (!resource.exists()) return "";
        try (var in = resource.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
