package org.nrm.audit;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.pathway.ShippedModels;

/** A case in XES: valid by the standard's schema, its work in the standard's words. */
class XesTests {

    private static final String PROCESS = "identification";
    private static final String HEARING = "hear-the-person-once";

    @Test
    void aTaskRunsThroughTheStandardLifeCycle() throws IOException {
        var events = events(Histories.of(Histories.CASE)
                .then(Histories.act(EntryType.CASE_OPENED))
                .then(hearing(EntryType.TASK_CREATED).by(null, null, "case-manager"))
                .then(hearing(EntryType.CLAIMED).by("ngo1", "open-hands", "case-manager"))
                .then(hearing(EntryType.UNCLAIMED).by("ngo1", "open-hands", "case-manager"))
                .then(hearing(EntryType.CLAIMED).by("ngo2", "safe-harbour", "case-manager"))
                .then(hearing(EntryType.COMPLETED).by("ngo2", "safe-harbour", "case-manager")));
        assertThat(events)
                .extracting(event -> event.get("concept:name") + " " + event.get("lifecycle:transition"))
                .containsExactly(
                        "case-opened complete",
                        "Hear the person once schedule",
                        "Hear the person once assign",
                        "Hear the person once start",
                        "Hear the person once reassign",
                        "Hear the person once reassign",
                        "Hear the person once complete");
        assertThat(events.get(6))
                .contains(
                        entry("time:timestamp", "2026-03-02T23:03:30.250Z"),
                        entry("concept:instance", "t1"),
                        entry("org:role", "case-manager"),
                        entry("nrm:type", "completed"),
                        entry("nrm:step", "6"),
                        entry("nrm:process", PROCESS),
                        entry("nrm:element", HEARING),
                        entry("nrm:parent", "p1"),
                        entry("nrm:strand", "identification"),
                        entry("nrm:model", "ab".repeat(32)));
        assertThat(events.get(6).get("nrm:marks")).contains("interviews");
        assertThat(events.get(6).get("nrm:hash")).hasSize(64);
        assertThat(events.get(2).get("org:resource"))
                .isEqualTo(events.get(3).get("org:resource"))
                .isNotEqualTo(events.get(6).get("org:resource"));
    }

    @Test
    void whatEndsBeforeItIsDoneSaysHow() throws IOException {
        var events = events(Histories.of(Histories.CASE)
                .then(hearing(EntryType.TASK_CREATED))
                .then(hearing(EntryType.TASK_CANCELLED))
                .then(other(EntryType.TASK_CREATED))
                .then(other(EntryType.CLAIMED).by("ngo1", "open-hands", "case-manager"))
                .then(other(EntryType.TASK_CANCELLED))
                .then(Histories.task(EntryType.TASK_CREATED, PROCESS, "agree-to-enquiries", "t3"))
                .then(Histories.act(EntryType.CASE_CLOSED))
                .then(Histories.task(EntryType.TASK_CANCELLED, PROCESS, "agree-to-enquiries", "t3")));
        assertThat(transitions(events, "task-cancelled")).containsExactly("withdraw", "ate_abort", "pi_abort");
    }

    @Test
    void subprocessesAndEventsHaveALifeCycleAndGatewaysNone() throws IOException {
        var events = events(Histories.of(Histories.CASE)
                .then(Histories.step(EntryType.ENTERED, "referral-pathway", "identification", "a1"))
                .then(Histories.step(EntryType.ENTERED, PROCESS, "time-to-look-again", "a2"))
                .then(Histories.step(EntryType.LEFT, PROCESS, "time-to-look-again", "a2"))
                .then(Histories.step(EntryType.FLOW, PROCESS, "is-there-an-indication-to-identification-goes-on", "a3"))
                .then(Histories.step(EntryType.ENTERED, PROCESS, "is-there-an-indication", "a3"))
                .then(Histories.step(EntryType.LEFT, PROCESS, "is-there-an-indication", "a3"))
                .then(Histories.step(EntryType.ENTERED, PROCESS, HEARING, "a4"))
                .then(Histories.step(EntryType.LEFT, PROCESS, HEARING, "a4"))
                .then(Histories.step(EntryType.ENTERED, PROCESS, "reflection-time-over", "a5"))
                .then(Histories.step(EntryType.CANCELLED, PROCESS, "reflection-time-over", "a5"))
                .then(Histories.step(EntryType.LEFT, "referral-pathway", "identification", "a1")));
        assertThat(events)
                .extracting(event -> event.get("nrm:element") + " " + event.get("lifecycle:transition"))
                .containsExactly(
                        "identification start",
                        "time-to-look-again schedule",
                        "time-to-look-again complete",
                        "reflection-time-over schedule",
                        "reflection-time-over withdraw",
                        "identification complete");
    }

    @Test
    void nothingButWhatIsNamedAsSafeIsTold() throws IOException {
        var told = text(
                Disguise.ofCase(new Pseudonyms(new SecureRandom()), List.of("open-hands", "birch-house")::contains),
                Histories.of(Histories.CASE)
                        .then(
                                Histories.act(EntryType.ASSIGNED).by("ngo1", "open-hands", "case-manager"),
                                Map.of("role", "shelter", "agency", "birch-house", "note", "tell"))
                        .then(
                                hearing(EntryType.COMPLETED).by("ngo1", "open-hands", "case-manager"),
                                Map.of(
                                        "isChild",
                                        "no",
                                        "indication",
                                        "birch-house",
                                        "language",
                                        "sq",
                                        "words",
                                        "she told"))
                        .then(
                                Histories.act(EntryType.ACCESS_ASKED).by("auditor1", "court-of-auditors", "auditor"),
                                Map.of("to", "auditor1", "purpose", "quality", "access", "x-1"))
                        .then(Histories.act(EntryType.MESSAGE), Map.of("message", "a text, with \u0001 & <more>")));
        assertThat(told)
                .contains("nrm:fact:isChild\" value=\"no\"", "nrm:code:role\" value=\"shelter\"")
                .doesNotContain(
                        "ngo1",
                        "open-hands",
                        "birch-house",
                        "auditor1",
                        "tell",
                        "sq",
                        "she told",
                        "quality",
                        "x-1",
                        "more");
        LogChecks.xes(told);
    }

    @Test
    void aLogOfCasesShowsNothingByWhichTheyAreFound() throws IOException {
        var disguise = Disguise.ofLog(new Pseudonyms(new SecureRandom()), agency -> false, Times.DAY);
        var other = new CaseRef("NRM-2026-BBBB2222");
        var out = new ByteArrayOutputStream();
        new Xes(model -> Optional.of(ShippedModels.SET), disguise)
                .write(
                        List.of(
                                Histories.of(Histories.CASE)
                                        .then(hearing(EntryType.TASK_CREATED))
                                        .trace(),
                                new Trace(other, List.of())),
                        out);
        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("NRM-2026", "\"t1\"", "nrm:hash").contains("2026-03-02T00:00:00Z");
        assertThat(LogChecks.xes(text)).hasSize(2);
    }

    @Test
    void anUnknownSetOfModelsLeavesTheIds() throws IOException {
        var out = new ByteArrayOutputStream();
        new Xes(model -> Optional.empty(), Disguise.ofCase(new Pseudonyms(new SecureRandom()), agency -> false))
                .write(
                        List.of(Histories.of(Histories.CASE)
                                .then(hearing(EntryType.TASK_CREATED))
                                .trace()),
                        out);
        var events = Objects.requireNonNull(
                LogChecks.xes(out.toString(StandardCharsets.UTF_8)).get(Histories.CASE.value()));
        assertThat(events.get(0)).contains(entry("concept:name", HEARING));
    }

    private static Act hearing(EntryType type) {
        return Histories.task(type, PROCESS, HEARING, "t1");
    }

    private static Act other(EntryType type) {
        return Histories.task(type, PROCESS, "agree-to-hearing", "t2");
    }

    private static List<String> transitions(List<Map<String, String>> events, String type) {
        return events.stream()
                .filter(event -> type.equals(event.get("nrm:type")))
                .map(event -> String.valueOf(event.get("lifecycle:transition")))
                .toList();
    }

    private static List<Map<String, String>> events(Histories history) throws IOException {
        var text = text(Disguise.ofCase(new Pseudonyms(new SecureRandom()), agency -> false), history);
        return Objects.requireNonNull(LogChecks.xes(text).get(Histories.CASE.value()));
    }

    private static String text(Disguise disguise, Histories history) throws IOException {
        var out = new ByteArrayOutputStream();
        new Xes(model -> Optional.of(ShippedModels.SET), disguise).write(List.of(history.trace()), out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
