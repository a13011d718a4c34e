package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;

/** Who could read which class after an entry, from the entries alone. */
class ReadersTests {

    private static final CaseRef CASE = new CaseRef("NRM-2026-7K3QX9BD");
    private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");

    /** From then on a case-manager does not read identity. */
    private static final Instant CHANGED = Instant.parse("2026-06-01T00:00:00Z");

    private final List<Entry> entries = new ArrayList<>();
    private Instant now = START;

    @Test
    void beforeAnybodyIsOnTheCaseNobodyReadsAnything() {
        happens(EntryType.CASE_OPENED, Map.of());
        assertThat(readers("health")).isEmpty();
        assertThat(readers("identity")).isEmpty();
    }

    @Test
    void anAgencyReadsWhatTheTableGivesItsRoleAndNothingElse() {
        assigned("case-manager", "birch");
        assertThat(readers("identity")).containsExactly("case-manager:birch");
        assertThat(readers("health")).isEmpty();
    }

    @Test
    void whoReadsAClassIsWhatTheTableSaidThen() {
        assigned("case-manager", "birch");
        now = CHANGED;
        happens(EntryType.VIEWED, Map.of());
        assertThat(at("identity", 1)).containsExactly("case-manager:birch");
        assertThat(readers("identity")).isEmpty();
    }

    @Test
    void anotherAgencyInTheRoleReadsInItsPlace() {
        assigned("first-responder", "birch");
        assigned("case-manager", "birch");
        happens(EntryType.REASSIGNED, Map.of("role", "case-manager", "agency", "oak"));
        assertThat(readers("identity")).containsExactly("case-manager:oak");
        assertThat(readers("support")).isEmpty();
    }

    @Test
    void aDisclosureIsReadUntilItsConsentIsTakenBack() {
        assigned("shelter", "oak");
        consent("c", START.plus(Duration.ofDays(90)));
        disclosed("d", "c", "health", "shelter");
        assertThat(readers("health")).containsExactly("shelter:oak");
        happens(EntryType.CONSENT_WITHDRAWN, Map.of("consent", "c"));
        assertThat(readers("health")).isEmpty();
        assertThat(at("health", entries.size() - 1L)).containsExactly("shelter:oak");
    }

    @Test
    void aDisclosureIsNotReadWhenItsConsentHasRunOut() {
        assigned("shelter", "oak");
        consent("c", START.plus(Duration.ofDays(30)));
        disclosed("d", "c", "health", "shelter");
        now = START.plus(Duration.ofDays(31));
        happens(EntryType.VIEWED, Map.of());
        assertThat(readers("health")).isEmpty();
    }

    @Test
    void aDisclosureToARoleThatNobodyHasIsReadByNobody() {
        consent("c", START.plus(Duration.ofDays(90)));
        disclosed("d", "c", "health", "shelter");
        assertThat(readers("health")).isEmpty();
    }

    @Test
    void lawEnforcementReadsOnlyWhileItHasATask() {
        assigned("police", "station");
        assertThat(readers("co-operation")).isEmpty();
        happens(task(EntryType.TASK_CREATED));
        assertThat(readers("co-operation")).containsExactly("police:station");
        happens(task(EntryType.COMPLETED));
        assertThat(readers("co-operation")).isEmpty();
    }

    @Test
    void anAccessEndsByItself() {
        var until = START.plus(Duration.ofDays(1)).toString();
        happens(Act.on(CASE, EntryType.ACCESS_GIVEN)
                .by("shelter1", "oak", "shelter")
                .with(Map.of("access", "a", "kind", "break-glass", "classes", "health identity", "until", until)));
        assertThat(readers("health")).containsExactly("shelter:oak");
        now = START.plus(Duration.ofDays(2));
        happens(EntryType.VIEWED, Map.of());
        assertThat(readers("health")).isEmpty();
    }

    @Test
    void anAuditorReadsWhatWasApproved() {
        happens(Act.on(CASE, EntryType.ACCESS_GIVEN)
                .by("coordinator1", "office", "coordinator")
                .with(Map.of("access", "a", "kind", "audit", "to", "auditor1", "classes", "support")));
        assertThat(readers("support")).containsExactly("auditor");
    }

    @Test
    void whatThePersonWantsNotUsedIsReadByHerLawyerOnly() {
        assigned("case-manager", "birch");
        assigned("legal-adviser", "lawyers");
        happens(EntryType.RESTRICTED, Map.of("classes", "identity"));
        assertThat(readers("identity")).containsExactly("legal-adviser:lawyers");
        happens(EntryType.RESTRICTION_LIFTED, Map.of("classes", "identity"));
        assertThat(readers("identity")).containsExactly("case-manager:birch", "legal-adviser:lawyers");
    }

    private void assigned(String role, String agency) {
        happens(EntryType.ASSIGNED, Map.of("role", role, "agency", agency));
    }

    private void consent(String id, Instant until) {
        happens(
                EntryType.CONSENT_GIVEN,
                Map.of("consent", id, "of", "health", "to", "shelter", "until", until.toString()));
    }

    private void disclosed(String id, String consent, String dataClass, String to) {
        happens(EntryType.DISCLOSED, Map.of("disclosure", id, "classes", dataClass, "to", to, "consent", consent));
    }

    private static Act task(EntryType type) {
        return Act.on(CASE, type).by(null, null, "police").at("testimony", "take-statement", "t");
    }

    private void happens(EntryType type, Map<String, String> facts) {
        happens(Act.on(CASE, type).with(facts));
    }

    private void happens(Act act) {
        entries.add(Entry.of(entries.size() + 1L, now, act, Hash.NONE));
    }

    private List<String> readers(String dataClass) {
        return at(dataClass, entries.size());
    }

    private List<String> at(String dataClass, long step) {
        var table = new LinkedHashMap<String, Set<String>>();
        table.put("co-operation", Set.of("police", "legal-adviser"));
        table.put("health", Set.of("health"));
        table.put("identity", Set.of("case-manager", "legal-adviser"));
        table.put("support", Set.of("first-responder"));
        var changed = new LinkedHashMap<>(table);
        changed.put("identity", Set.of("legal-adviser"));
        return Readers.at(
                        Readers.changes(entries, time -> time.isBefore(CHANGED) ? table : changed, "police"::equals),
                        step)
                .stream()
                .filter(reading -> reading.dataClass().equals(dataClass))
                .findFirst()
                .orElseThrow()
                .who();
    }
}
