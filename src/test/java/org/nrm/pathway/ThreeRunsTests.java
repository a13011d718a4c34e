package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Strand;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The same person three times: once she co-operates, once she refuses everything that serves the police or her return, once no
 * law-enforcement agency ever acts. The unconditional tasks that she is offered are the same.
 */
@Tag("slow")
class ThreeRunsTests extends Stories {

    private static final Set<String> LAW_ENFORCEMENT =
            Set.of("police", "border-guard", "labour-inspector", "prosecutor");

    /** Everything that police, documents and return could bring, refused. */
    private static final Map<String, Map<String, String>> SHE_REFUSES = Map.of(
            "Person decides", Map.of("testimonyConsent", "refused"),
            "Hear wishes", Map.of("wishedPlace", "undecided"));

    @Autowired
    private Ledger ledger;

    @Autowired
    private ModelSets sets;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void anAdultIsOfferedTheSameWhetherSheCooperatesRefusesOrThePoliceNeverAct() {
        assertTheSame(Mechanism.adult());
    }

    @Test
    void aChildIsOfferedTheSameWhetherSheCooperatesRefusesOrThePoliceNeverAct() {
        assertTheSame(Mechanism.child());
    }

    private void assertTheSame(Map<String, Object> person) {
        var cooperating = run(person, Map.of(), Set.of());
        var refusing = run(person, SHE_REFUSES, Set.of());
        var withoutPolice = run(person, Map.of(), LAW_ENFORCEMENT);
        assertThat(cooperating).isNotEmpty();
        assertThat(refusing).as("she refuses").isEqualTo(cooperating);
        assertThat(withoutPolice).as("law enforcement never acts").isEqualTo(cooperating);
    }

    /** The unconditional tasks that were offered, and how often. */
    private Map<String, Integer> run(
            Map<String, Object> person, Map<String, Map<String, String>> answers, Set<String> rolesThatDoNothing) {
        var reference = mechanism.refer("ngo1", person);
        mechanism.workOff(reference, answers, rolesThatDoNothing);
        mechanism.raise("ngo1", reference, "wish-to-testify");
        mechanism.raise("ngo1", reference, "wish-for-a-solution");
        mechanism.workOff(reference, answers, rolesThatDoNothing);
        for (var time : List.of("P31D", "P62D", "P92D")) {
            mechanism.passes(time);
            mechanism.workOff(reference, answers, rolesThatDoNothing);
        }
        return unconditional(reference);
    }

    private Map<String, Integer> unconditional(String reference) {
        var offered = new TreeMap<String, Integer>();
        for (var entry : ledger.history(new CaseRef(reference))) {
            var act = entry.act();
            if (act.type() != EntryType.TASK_CREATED || act.process() == null || act.element() == null) continue;
            var task = sets.newest().task(act.process(), act.element());
            if (Strand.of(task.strand()).orElseThrow().unconditional())
                offered.merge(task.process() + " / " + task.name(), 1, Integer::sum);
        }
        return offered;
    }
}
