package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.OpenTasks;

/** The referral mechanism at work, in the words of its people. Everything is done through the interface, as one of the demo's users. */
public final class Mechanism {

    /** Who of the demo's users does a role's tasks. */
    private static final Map<String, String> STAFF = Map.ofEntries(
            Map.entry("case-manager", "ngo1"),
            Map.entry("first-responder", "ngo1"),
            Map.entry("shelter", "shelter1"),
            Map.entry("legal-adviser", "legal1"),
            Map.entry("health", "health1"),
            Map.entry("guardian", "guardian1"),
            Map.entry("interpreter", "interpreter1"),
            Map.entry("police", "police1"),
            Map.entry("border-guard", "border1"),
            Map.entry("labour-inspector", "labour1"),
            Map.entry("social-services", "social1"),
            Map.entry("competent-authority", "authority1"),
            Map.entry("prosecutor", "prosecutor1"),
            Map.entry("return-counsellor", "return1"),
            Map.entry("coordinator", "coordinator1"));

    private final Api api;
    private final OpenTasks tasks;
    private final Collection<String> cases;

    Mechanism(Api api, OpenTasks tasks, Collection<String> cases) {
        this.api = api;
        this.tasks = tasks;
        this.cases = cases;
    }

    public Api api() {
        return api;
    }

    /** An adult who consents to be referred. */
    public static Map<String, Object> adult() {
        return person("no");
    }

    public static Map<String, Object> child() {
        return person("yes");
    }

    public static Map<String, Object> ofUnknownAge() {
        return person("unknown");
    }

    private static Map<String, Object> person(String isChild) {
        var referral = new LinkedHashMap<String, Object>();
        referral.put("channel", "ngo");
        referral.put("consent", Map.of("given", true, "language", "en"));
        referral.put("person", Map.of("isChild", isChild));
        referral.put("indicators", List.of("D2", "E6"));
        referral.put("urgentNeeds", List.of("shelter"));
        return referral;
    }

    /** Refers the person; the reference of the case. */
    public String refer(String user, Map<String, Object> referral) {
        var answer = api.post(user, "/api/v1/referrals", referral);
        assertThat(answer.status()).as("%s refers: %s", user, answer.text()).isEqualTo(201);
        var reference = answer.body().path("caseRef").asString();
        cases.add(reference);
        return reference;
    }

    /** The case is known to the story from elsewhere (an incoming referral). */
    public String follow(String reference) {
        cases.add(reference);
        return reference;
    }

    /** Names of the open tasks of the case. */
    public List<String> openTasks(String reference) {
        return tasks.ofCase(new CaseRef(reference)).stream().map(OpenTask::name).toList();
    }

    /** Names of the open tasks of the case that stand in one process. */
    public List<String> openTasks(String reference, String process) {
        return tasks(reference).stream()
                .filter(task -> task.process().equals(process))
                .map(OpenTask::name)
                .toList();
    }

    /** The open tasks of the case with all that is known of them. */
    public List<OpenTask> tasks(String reference) {
        return tasks.ofCase(new CaseRef(reference));
    }

    /** The usual member of staff for the task's role does it, with ordinary answers but for these. */
    public void completes(String reference, String task, Map<String, ?> answers) {
        complete(find(reference, task), answers);
    }

    public void completes(String reference, String task) {
        completes(reference, task, Map.of());
    }

    /** The case goes on with ordinary answers, every agency doing its tasks, until a task of this name is open. */
    public void bring(String reference, String task) {
        bring(reference, task, Map.of(), Set.of());
    }

    /**
     * The case goes on until a task of this name is open.
     *
     * @param answers other than ordinary ones, by the name of the task
     * @param waiting names of tasks that nobody does meanwhile
     */
    public void bring(
            String reference, String task, Map<String, ? extends Map<String, ?>> answers, Set<String> waiting) {
        for (var round = 0; round < 40; round++) {
            if (openTasks(reference).contains(task)) return;
            var done = 0;
            for (var open : tasks(reference)) {
                if (waiting.contains(open.name())) continue;
                complete(open, answers.containsKey(open.name()) ? answers.get(open.name()) : Map.of());
                done++;
                if (openTasks(reference).contains(task)) return;
            }
            if (done == 0) break;
        }
        throw new AssertionError("The task '" + task + "' is never reached; open are " + openTasks(reference));
    }

    /** Every agency does its tasks with ordinary answers until none is left that does not wait for time. */
    public void workOff(
            String reference, Map<String, ? extends Map<String, ?>> answers, Set<String> rolesThatDoNothing) {
        for (var round = 0; round < 60; round++) {
            var done = 0;
            for (var open : tasks(reference)) {
                if (rolesThatDoNothing.contains(open.role())) continue;
                complete(open, answers.containsKey(open.name()) ? answers.get(open.name()) : Map.of());
                done++;
            }
            if (done == 0) return;
        }
        throw new AssertionError("The case does not come to rest; open are " + openTasks(reference));
    }

    /** What the person has agreed to and not taken back, as the case manager sees it: {@code of -> to}, or {@code of} alone. */
    public List<String> consents(String reference) {
        var inForce = new ArrayList<String>();
        for (var consent : api.get("ngo1", "/api/v1/cases/" + reference).body().path("consents")) {
            var of = consent.path("of").asString("");
            if (consent.path("withdrawn").isNull())
                inForce.add(
                        consent.path("to").isNull()
                                ? of
                                : of + " -> " + consent.path("to").asString());
        }
        return inForce;
    }

    /** The person, once informed, answers the offers; whatever is not named here (as {@code answerShelter}) is refused. */
    public void answersOffers(String reference, Map<String, String> answers) {
        bring(reference, "Settle language and way of communicating");
        completes(reference, "Settle language and way of communicating");
        completes(reference, "Explain rights and options");
        var given = new HashMap<>(Map.of(
                "answerShelter", "refused",
                "answerHealth", "refused",
                "answerRedress", "refused",
                "answerLongTermSupport", "refused"));
        given.putAll(answers);
        completes(reference, "Answer offers one by one", given);
        completes(reference, "Record consents");
    }

    /** Something happens to the case. */
    public void raise(String user, String reference, String type) {
        var answer = api.post(user, "/api/v1/cases/" + reference + "/events", Map.of("type", type, "data", Map.of()));
        assertThat(answer.status())
                .as("%s raises %s: %s", user, type, answer.text())
                .isEqualTo(200);
    }

    public void withdraw(String user, String reference, String what) {
        var answer = api.post(user, "/api/v1/cases/" + reference + "/withdrawals", Map.of("what", what));
        assertThat(answer.status())
                .as("%s withdraws %s: %s", user, what, answer.text())
                .isEqualTo(200);
    }

    /** The person agrees to a service, outside of any task. */
    public void agrees(String user, String reference, String service) {
        agrees(user, reference, service, null);
    }

    /** The person agrees that these classes go to the role; to a service, where there is no role. */
    public void agrees(String user, String reference, String of, @Nullable String to) {
        var consent = new HashMap<String, Object>(Map.of(
                "of",
                of,
                "purpose",
                "referral",
                "duration",
                "P90D",
                "language",
                "en",
                "form",
                "spoken",
                "told",
                List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal")));
        if (to != null) consent.put("to", to);
        var answer = api.post(user, "/api/v1/cases/" + reference + "/consents", consent);
        assertThat(answer.status()).as("%s records: %s", user, answer.text()).isEqualTo(201);
    }

    /** Why the task cannot be done now: the end of the problem's type. */
    public String refusedToComplete(String reference, String task) {
        var open = find(reference, task);
        var answers = ordinaryAnswers(open);
        var answer = api.post(staff(open), "/api/v1/tasks/" + open.id() + "/complete", Map.of("data", answers));
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        return answer.body().path("type").asString("").replaceFirst(".*:", "");
    }

    /** Time passes (ISO 8601); what falls due on the way happens. */
    public void passes(String duration) {
        var answer = api.post("operator1", "/api/v1/demo/clock", Map.of("advance", duration));
        assertThat(answer.status()).as("the clock: %s", answer.text()).isEqualTo(200);
    }

    /** The form of the open task as its usual member of staff sees it. */
    public Map<String, Object> ordinaryAnswers(OpenTask task) {
        var user = staff(task);
        claim(user, task);
        return Answers.ordinary(
                api.get(user, "/api/v1/tasks/" + task.id()).body().path("form"));
    }

    /** The open task of that name; the story fails if there is none. */
    public OpenTask find(String reference, String task) {
        return tasks(reference).stream()
                .filter(open -> open.name().equals(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No task '" + task + "' is open, but " + openTasks(reference)));
    }

    private void complete(OpenTask task, Map<String, ?> answers) {
        var given = new HashMap<String, Object>(ordinaryAnswers(task));
        given.putAll(answers);
        given.values().removeIf(answer -> answer.equals(""));
        var answer = api.post(staff(task), "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", given));
        assertThat(answer.status())
                .as("%s does '%s': %s", staff(task), task.name(), answer.text())
                .isEqualTo(200);
    }

    private void claim(String user, OpenTask task) {
        var answer = api.post(user, "/api/v1/tasks/" + task.id() + "/claim", null);
        assertThat(answer.status())
                .as("%s claims '%s': %s", user, task.name(), answer.text())
                .isEqualTo(200);
    }

    /** Who does the task: the holder, else somebody of the agency on the case, else the usual one. */
    private static String staff(OpenTask task) {
        if (task.assignee() != null) return task.assignee();
        if ("safe-harbour".equals(task.agency())) return "ngo2";
        return STAFF.getOrDefault(task.role(), "");
    }
}
