package org.nrm.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseState.Element;
import org.nrm.ledger.CaseState.Task;

/** Where a case stands after some entries. */
class CaseStateTests {

    private static final CaseRef CASE = new CaseRef("NRM-2026-AAAAAAAA");
    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

    private final List<Entry> history = new ArrayList<>();

    private static Act.Place place(int version, String instance) {
        return new Act.Place(version, "set-" + version, instance, "process-1");
    }

    private void add(Act act) {
        history.add(Entry.of(history.size() + 1, TIME, act, Hash.NONE));
    }

    private void step(EntryType type, String element, String instance) {
        add(Act.on(CASE, type).at("help", element, null).in(place(1, instance)));
    }

    private void task(EntryType type, String task) {
        add(Act.on(CASE, type)
                .by("shelter1", "shelter-a", "shelter")
                .at("help", "admit", task)
                .in(place(1, "i-1")));
    }

    private CaseState state() {
        return CaseState.of(history);
    }

    @Test
    void nothingIsThereBeforeTheFirstEntry() {
        assertThat(CaseState.of(List.of())).isEqualTo(CaseState.START).returns(0L, CaseState::step);
    }

    @Test
    void anElementRunsFromItsEntryUntilItIsLeftOrCancelled() {
        step(EntryType.ENTERED, "help-process", "i-0");
        step(EntryType.ENTERED, "admit", "i-1");
        step(EntryType.ENTERED, "admit", "i-2");
        assertThat(state().active())
                .containsExactly(
                        Map.entry("i-0", new Element("help", "help-process")),
                        Map.entry("i-1", new Element("help", "admit")),
                        Map.entry("i-2", new Element("help", "admit")));
        assertThat(state().activeElements()).containsExactly("admit", "help-process");

        step(EntryType.LEFT, "admit", "i-1");
        assertThat(state().activeElements()).containsExactly("admit", "help-process");
        assertThat(state().completed()).containsExactly("admit");

        step(EntryType.CANCELLED, "admit", "i-2");
        step(EntryType.CANCELLED, "help-process", "i-0");
        assertThat(state().active()).isEmpty();
        assertThat(state().completed()).containsExactly("admit");
    }

    @Test
    void aTaskIsOpenUntilItIsCompletedOrCancelled() {
        task(EntryType.TASK_CREATED, "t-1");
        task(EntryType.TASK_CREATED, "t-2");
        task(EntryType.CLAIMED, "t-1");
        assertThat(state().tasks())
                .containsExactly(
                        Map.entry("t-1", new Task("help", "admit", "shelter", "shelter-a", "shelter1")),
                        Map.entry("t-2", new Task("help", "admit", "shelter", null, null)));

        task(EntryType.UNCLAIMED, "t-1");
        assertThat(state().tasks()).containsEntry("t-1", new Task("help", "admit", "shelter", null, null));

        task(EntryType.COMPLETED, "t-1");
        task(EntryType.TASK_CANCELLED, "t-2");
        assertThat(state().tasks()).isEmpty();
    }

    @Test
    void anotherAgencyFreesWhatTheEarlierOneHeld() {
        task(EntryType.TASK_CREATED, "t-1");
        add(Act.on(CASE, EntryType.ASSIGNED).with(Map.of("role", "shelter", "agency", "shelter-a")));
        task(EntryType.CLAIMED, "t-1");
        add(Act.on(CASE, EntryType.REASSIGNED).with(Map.of("role", "health", "agency", "clinic-b")));
        assertThat(state().tasks().get("t-1")).returns("shelter1", Task::holder);

        add(Act.on(CASE, EntryType.REASSIGNED).with(Map.of("role", "shelter", "agency", "shelter-b")));
        assertThat(state().tasks().get("t-1")).isEqualTo(new Task("help", "admit", "shelter", null, null));
        assertThat(state().assignments()).isEqualTo(Map.of("shelter", "shelter-b", "health", "clinic-b"));
    }

    @Test
    void theLatestValueOfAFactCounts() {
        add(Act.on(CASE, EntryType.COMPLETED)
                .at("help", "ask", "t-1")
                .with(Map.of("isChild", "unknown", "highRisk", "no")));
        add(Act.on(CASE, EntryType.FACT).with(Map.of("isChild", "yes")));
        add(Act.on(CASE, EntryType.VIEWED).with(Map.of("where", "history")));
        add(Act.on(CASE, EntryType.RECORDED).with(Map.of("recording", "r-1")));

        assertThat(state().facts()).isEqualTo(Map.of("isChild", "yes", "highRisk", "no"));
    }

    @Test
    void theModelIsTheOneByWhichTheLatestStepWent() {
        step(EntryType.ENTERED, "admit", "i-1");
        add(Act.on(CASE, EntryType.MIGRATED).at("help", null, null).in(place(2, "i-0")));
        add(Act.on(CASE, EntryType.VIEWED));

        assertThat(state()).returns(2, CaseState::version).returns("set-2", CaseState::model);
        assertThat(state().activeElements()).containsExactly("admit");
    }

    @Test
    void aCaseCanBeClosedAndReopened() {
        add(Act.on(CASE, EntryType.CASE_OPENED));
        assertThat(state().closed()).isFalse();
        add(Act.on(CASE, EntryType.CASE_CLOSED));
        assertThat(state().closed()).isTrue();
        add(Act.on(CASE, EntryType.CASE_REOPENED));
        assertThat(state().closed()).isFalse();
    }

    @Test
    void entriesOneByOneAndAllAtOnceComeToTheSame() {
        var random = new Random(6);
        var types = EntryType.values();
        var state = CaseState.START;
        for (var round = 0; round < 400; round++) {
            var number = random.nextInt(6);
            add(Act.on(CASE, types[random.nextInt(types.length)])
                    .by("user" + number, "agency" + number, "role" + number % 2)
                    .at("help", "element" + number, "task" + random.nextInt(6))
                    .in(place(1 + round / 200, "i-" + random.nextInt(6)))
                    .with(Map.of("role", "role" + number % 2, "agency", "agency" + number)));
            var before = state;
            state = state.after(history.get(round));
            assertThat(state).isEqualTo(state());
            assertThat(before).returns((long) round, CaseState::step);
        }
    }
}
