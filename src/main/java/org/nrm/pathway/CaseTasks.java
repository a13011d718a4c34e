package org.nrm.pathway;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.TaskService;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts;
import org.nrm.access.Actor;
import org.nrm.access.Agencies;
import org.nrm.access.FieldProblem;
import org.nrm.access.InvalidAnswers;
import org.nrm.ledger.Act;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.records.consent.Consents;
import org.nrm.records.consent.Disclosures;
import org.nrm.records.erasure.DataRights;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.file.Interviews;
import org.nrm.rights.Annotations;
import org.nrm.rights.FormSchema;
import org.nrm.rights.Mark;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The open tasks: who sees them, who takes and does them. As long as no agency of the role is on the case, every agency of the
 * role in the case's region sees a task; the first to claim one is assigned, and from then on only its staff see that role's
 * tasks of the case. Every call checks that itself; the engine checks nobody.
 */
@Component
@Transactional
public class CaseTasks {

    static final String SELECT = """
            select t.task_id, t.name, t.case_ref, t.process, t.element, t.strand, t.role, t.form, t.created, t.due, t.assignee, t.escalated,
                   coalesce(t.agency, a.agency) as agency
              from open_task t left join case_assignment a on a.case_ref = t.case_ref and a.role = t.role
            """;

    private static final String VISIBLE =
            " t.role in (:roles) and (a.agency = :agency or a.agency is null and t.region = :region) ";

    /** Soonest due first; those without a date last. */
    static final String ORDER = "order by coalesce(t.due, :never), t.task_id fetch first :limit rows only";

    /** Where a page begins in that order. */
    static final String AFTER =
            "and (coalesce(t.due, :never) > :due or coalesce(t.due, :never) = :due and t.task_id > :id) ";

    private static final String GIVEN = "given";
    private static final String FIRST_RESPONDER = "first-responder";
    private static final String ONCE = "once";
    private static final String ASSENT = "assent-and-guardian";
    private static final String REPEAT_REASON = "repeatReason";
    private static final String DATA_REQUEST = "data-request";

    /** Where the form does not say how long a consent lasts; it never lasts for ever. */
    private static final Period CONSENT_LENGTH = Period.ofDays(90);

    private final JdbcClient jdbc;
    private final TaskService tasks;
    private final HistoryService history;
    private final Models models;
    private final CaseFiles caseFiles;
    private final CaseRecords records;
    private final Consents consents;
    private final Disclosures disclosures;
    private final Interviews interviews;
    private final DataRights dataRights;
    private final Agencies agencies;
    private final Accounts accounts;
    private final Ledger ledger;

    CaseTasks(
            JdbcClient jdbc,
            TaskService tasks,
            HistoryService history,
            Models models,
            CaseFiles caseFiles,
            CaseRecords records,
            Consents consents,
            Disclosures disclosures,
            Interviews interviews,
            DataRights dataRights,
            Agencies agencies,
            Accounts accounts,
            Ledger ledger) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.history = history;
        this.models = models;
        this.caseFiles = caseFiles;
        this.records = records;
        this.consents = consents;
        this.disclosures = disclosures;
        this.interviews = interviews;
        this.dataRights = dataRights;
        this.agencies = agencies;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /** A page of the actor's inbox: own role and agency only, soonest due first. */
    @Transactional(readOnly = true)
    public List<OpenTask> inbox(Actor actor, TaskQuery query) {
        var sql = new StringBuilder(SELECT).append("where ").append(VISIBLE);
        var claimed = query.claimed();
        if (claimed != null)
            sql.append(
                    switch (claimed) {
                        case NONE -> "and t.assignee is null ";
                        case ME -> "and t.assignee = :user ";
                        case AGENCY -> "and t.assignee is not null and t.agency = :agency ";
                    });
        if (query.strand() != null) sql.append("and t.strand = :strand ");
        if (query.text() != null) sql.append("and t.case_ref like :text escape '!' ");
        if (query.after() != null) sql.append(AFTER);
        sql.append(ORDER);
        var after = query.after();
        return jdbc.sql(sql.toString())
                .param("roles", roles(actor))
                .param("agency", actor.agency())
                .param("region", actor.region())
                .param("user", actor.user())
                .param("strand", query.strand())
                .param(
                        "text",
                        query.text() == null ? null : "%" + escaped(query.text().toUpperCase(Locale.ROOT)) + "%")
                .param("never", TaskQuery.Position.NEVER.atOffset(ZoneOffset.UTC))
                .param("due", after == null ? null : after.due().atOffset(ZoneOffset.UTC))
                .param("id", after == null ? null : after.id())
                .param("limit", query.limit())
                .query(CaseTasks::openTask)
                .list();
    }

    /** The task, if the actor may see it. */
    @Transactional(readOnly = true)
    public Optional<OpenTask> find(Actor actor, String id) {
        return jdbc.sql(SELECT + "where t.task_id = :id and" + VISIBLE)
                .param("id", id)
                .param("roles", roles(actor))
                .param("agency", actor.agency())
                .param("region", actor.region())
                .query(CaseTasks::openTask)
                .optional();
    }

    /** All open tasks of the case, for who may read the case. */
    @Transactional(readOnly = true)
    public List<OpenTask> ofCase(CaseRef caseRef) {
        return jdbc.sql(SELECT + "where t.case_ref = :ref order by t.created, t.task_id")
                .param("ref", caseRef.value())
                .query(CaseTasks::openTask)
                .list();
    }

    public TaskForm form(OpenTask task) {
        return form(task.form());
    }

    /** The form of that name. */
    public TaskForm form(String id) {
        return new TaskForm(id, models.schema(id));
    }

    /** The form of that name; empty if there is none. */
    @Transactional(readOnly = true)
    public Optional<TaskForm> knownForm(String id) {
        return models.hasForm(id) ? Optional.of(form(id)) : Optional.empty();
    }

    /** The task that has this id in the models, for who knows only the id; empty if the element is no task. */
    @Transactional(readOnly = true)
    public Optional<NamedTask> named(String element) {
        return models.anywhere(element).map(task -> new NamedTask(task.name(), form(task.form())));
    }

    /** What the form shows of earlier answers: those questions only that ask for it, and of them what the role may read. */
    public Map<String, Object> shown(Actor actor, OpenTask task, List<String> keys) {
        return waitsForConsent(task) ? Map.of() : records.forTask(task.caseRef(), actor, task.role(), keys);
    }

    /**
     * Does the task rest on a consent of the person that is not in force? It stays open, shows nothing of the case, and can be done
     * when she agrees anew.
     */
    @Transactional(readOnly = true)
    public boolean waitsForConsent(OpenTask task) {
        var model = models.task(task.process(), task.element());
        return serviceTakenBack(task, model)
                || model.discloses().stream()
                        .map(Flow::of)
                        .anyMatch(flow -> consents.allowing(task.caseRef(), flow.classes(), flow.role(), null)
                                .isEmpty());
    }

    /** Is the task one of a child's case? Unknown counts as yes. */
    @Transactional(readOnly = true)
    public boolean ofChild(OpenTask task) {
        return !records.routingFact(task.caseRef(), "isChild").orElse("unknown").equals("no");
    }

    private boolean serviceTakenBack(OpenTask task, TaskModel model) {
        var services = model.services();
        return !services.isEmpty() && consents.takenBack(task.caseRef(), services);
    }

    /**
     * Takes the task. Taking one's own again changes nothing.
     *
     * @throws Refusal NOT_THERE, TAKEN or NOT_INDEPENDENT
     */
    public OpenTask claim(Actor actor, String id) {
        lockCaseOf(id);
        var task = find(actor, id).orElseThrow(() -> notForThem(actor, id));
        if (actor.user().equals(task.assignee())) return task;
        if (task.assignee() != null) throw new Refusal(Refusal.Reason.TAKEN);
        if (!independent(actor, task)) throw new Refusal(Refusal.Reason.NOT_INDEPENDENT);
        assignIfFree(actor, task.caseRef(), task.role());
        hold(actor, task);
        return find(actor, id).orElseThrow();
    }

    /** Gives the task back. Refused with NOT_THERE or NOT_HELD. */
    public OpenTask unclaim(Actor actor, String id) {
        lockCaseOf(id);
        var task = find(actor, id).orElseThrow(() -> notForThem(actor, id));
        if (!actor.user().equals(task.assignee())) throw new Refusal(Refusal.Reason.NOT_HELD);
        release(task);
        ledger.append(entry(task, EntryType.UNCLAIMED).by(actor.user(), actor.agency(), task.role()));
        return find(actor, id).orElseThrow();
    }

    /**
     * Does the task: answers to the record and to the engine by their class, consents and assignments that they bring, the
     * entry, and the engine's next steps, all or nothing.
     *
     * @param answers of the task that is held, checked against its form, by field key; an unanswered question is missing. Asked
     *     for under the case's lock, so that a task is never done whose answers nobody has checked
     * @throws Refusal NOT_THERE, NOT_HELD, DONE, NO_CONSENT or TOLD_ENOUGH
     */
    public void complete(Actor actor, String id, Function<OpenTask, Map<String, Object>> answers) {
        lockCaseOf(id);
        var task = find(actor, id)
                .orElseThrow(() -> doneBy(actor, id) ? new Refusal(Refusal.Reason.DONE) : notForThem(actor, id));
        if (!actor.user().equals(task.assignee())) throw new Refusal(Refusal.Reason.NOT_HELD);
        finish(actor, task, answers.apply(task), false);
    }

    /**
     * Does the first task of a case at once, for the agency that refers. The answers may set what the form only shows.
     *
     * @param role in which the actor refers
     */
    public void completeReferral(Actor actor, CaseRef caseRef, String role, Map<String, Object> answers) {
        var task = ofCase(caseRef).stream()
                .filter(open -> open.role().equals(FIRST_RESPONDER))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("The pathway does not begin with a task of the first responder"));
        if (actor.holds(task.role())) assignIfFree(actor, caseRef, task.role());
        tasks.setAssignee(task.id(), actor.user());
        finish(actor, task, answers, true);
    }

    /**
     * Puts another agency on the case; what the earlier one's staff held of the role's tasks is free again. Nor does the earlier one
     * read on as the agency that referred: that work is done.
     */
    public void reassign(Actor actor, CaseRef caseRef, String role, String agency) {
        var earlier = caseFiles.assigned(caseRef, role);
        if (earlier.filter(agency::equals).isPresent()) return;
        caseFiles.assign(caseRef, role, agency);
        earlier.ifPresent(replaced -> caseFiles.release(caseRef, FIRST_RESPONDER, replaced));
        for (var task : ofCase(caseRef)) if (task.role().equals(role) && task.assignee() != null) release(task);
        ledger.append(Act.on(caseRef, earlier.isPresent() ? EntryType.REASSIGNED : EntryType.ASSIGNED)
                .by(actor.user(), actor.agency(), null)
                .with(Map.of("role", role, "agency", agency)));
    }

    /** Puts an agency on a case that has just been opened. */
    public void assign(Actor actor, CaseRef caseRef, String role, String agency) {
        caseFiles.assign(caseRef, role, agency);
        ledger.append(Act.on(caseRef, EntryType.ASSIGNED)
                .by(actor.user(), actor.agency(), role)
                .with(Map.of("role", role, "agency", agency)));
    }

    /** Classes that go to a role, as {@code support, contact -> shelter}. */
    private record Flow(Set<String> classes, String role) {

        static Flow of(String item) {
            var sides = item.split("->", 2);
            return new Flow(Set.copyOf(Annotations.words(sides[0], ",")), sides[1].strip());
        }
    }

    private void finish(Actor actor, OpenTask task, Map<String, Object> answers, boolean readOnlyToo) {
        var model = models.task(task.process(), task.element());
        var schema = models.form(task.form());
        if (serviceTakenBack(task, model)) throw new Refusal(Refusal.Reason.NO_CONSENT);
        countInterview(task, model, schema, answers);
        if (task.form().equals(DATA_REQUEST)) doWhatIsGranted(actor, task, answers);
        var fields = new ArrayList<Answers.Field>();
        var facts = new HashMap<String, String>();
        Map<String, @Nullable Object> variables = new HashMap<>();
        for (var field : schema.fields().values()) {
            if (field.readOnly() && !readOnlyToo) continue;
            var value = answers.get(field.key());
            if (value != null)
                fields.add(new Answers.Field(field.key(), Objects.requireNonNull(field.dataClass()), value));
            if (value != null && field.closed() && "routing".equals(field.dataClass()))
                facts.put(field.key(), String.valueOf(forEngine(value)));
            if (models.heldByEngine(field) && !field.readOnly()) variables.put(field.key(), forEngine(value));
        }
        records.write(new Answers(
                task.caseRef(),
                task.form(),
                task.process(),
                task.element(),
                task.id(),
                task.role(),
                actor.user(),
                actor.agency(),
                fields));
        ledger.append(entry(task, EntryType.COMPLETED)
                .by(actor.user(), actor.agency(), task.role())
                .with(facts));
        if (model.marks().contains(Mark.CONSENTS.word())) recordConsents(actor, task, model, schema, answers);
        disclose(actor, task, model, answers);
        for (var field : schema.fields().values())
            if (field.assigns() != null
                    && answers.get(field.key()) instanceof String agency
                    && agencies.find(agency).isPresent()) reassign(actor, task.caseRef(), field.assigns(), agency);
        tasks.complete(task.id(), variables);
    }

    private static Set<String> asked(FormSchema schema, Map<String, Object> answers) {
        var asked = new HashSet<String>();
        for (var field : schema.fields().values())
            if (field.consentOf() != null && answers.containsKey(field.key())) asked.add(field.consentOf());
        return asked;
    }

    private void recordConsents(
            Actor actor, OpenTask task, TaskModel model, FormSchema schema, Map<String, Object> answers) {
        var items = new ArrayList<String>();
        for (var field : schema.fields().values())
            if (field.consentOf() != null && GIVEN.equals(answers.get(field.key()))) items.add(field.consentOf());
        if (GIVEN.equals(answers.get("consentGiven"))) items.addAll(model.of());
        var duration = String.valueOf(answers.get("consentDuration"));
        var length = duration.startsWith("P") ? Period.parse(duration) : CONSENT_LENGTH;
        var form = text(answers, "consentForm");
        var guardian = ASSENT.equals(form) || (form == null && task.role().equals("guardian"));
        var source = new Consents.Source(task.process(), task.element(), task.id(), task.role());
        for (var item : items) {
            var arrow = item.indexOf("->");
            var given = new Consents.Given(
                    arrow < 0 ? item : item.substring(0, arrow).strip(),
                    arrow < 0 ? null : item.substring(arrow + 2).strip(),
                    null,
                    text(answers, "consentPurpose"),
                    length,
                    duration.equals(ONCE),
                    text(answers, "consentLanguage"),
                    form,
                    guardian ? "guardian" : "person");
            consents.give(task.caseRef(), given, source, actor);
        }
        if (!guardian) consents.answeredHerself(task.caseRef(), asked(schema, answers));
    }

    /** Passes on what the task passes on, under the consents to exactly that. Nothing, if the answer is that it was not done. */
    private void disclose(Actor actor, OpenTask task, TaskModel model, Map<String, Object> answers) {
        if ("not-done".equals(answers.get("disclosureDone"))) return;
        for (var item : model.discloses()) {
            var flow = Flow.of(item);
            var consent = consents.allowing(task.caseRef(), flow.classes(), flow.role(), null)
                    .orElseThrow(() -> new Refusal(Refusal.Reason.NO_CONSENT));
            disclosures.under(
                    task.caseRef(),
                    consent,
                    flow.classes(),
                    actor,
                    new Disclosures.Source(task.process(), task.element(), task.id(), task.role()));
        }
    }

    /** What happened is told once: every interview counts, a second needs a reason, and there are no more than the rules allow (R23). */
    private void countInterview(OpenTask task, TaskModel model, FormSchema schema, Map<String, Object> answers) {
        if (!model.marks().contains(Mark.INTERVIEWS.word())) return;
        var held = schema.fields().values().stream()
                .anyMatch(field -> field.held() != null
                        && Annotations.words(field.held(), ",").contains(String.valueOf(answers.get(field.key()))));
        if (!held) return;
        var before = interviews.held(task.caseRef());
        if (before >= models.mostInterviews(ofChild(task))) throw new Refusal(Refusal.Reason.TOLD_ENOUGH);
        if (before > 0 && answers.get(REPEAT_REASON) == null)
            throw new InvalidAnswers(List.of(new FieldProblem(
                    REPEAT_REASON,
                    "The person has told it before. Use what is recorded, or say why it must be told again.")));
        interviews.count(task.caseRef(), task.id(), task.role());
    }

    /** Before the answers are kept: what is written in answer to the request is not erased with what was there. */
    private void doWhatIsGranted(Actor actor, OpenTask task, Map<String, Object> answers) {
        if ("granted".equals(answers.get("dataRequestOutcome")))
            dataRights.granted(
                    task.caseRef(),
                    actor,
                    task.role(),
                    words(answers, "dataRequestKind"),
                    words(answers, "dataClasses"));
    }

    private static Set<String> words(Map<String, Object> answers, String key) {
        return answers.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static @Nullable String text(Map<String, Object> answers, String key) {
        return answers.get(key) instanceof String text ? text : null;
    }

    private void assignIfFree(Actor actor, CaseRef caseRef, String role) {
        if (caseFiles.assigned(caseRef, role).isEmpty()) assign(actor, caseRef, role, actor.agency());
    }

    private void hold(Actor actor, OpenTask task) {
        jdbc.sql("update open_task set assignee = :user, agency = :agency where task_id = :id")
                .param("user", actor.user())
                .param("agency", actor.agency())
                .param("id", task.id())
                .update();
        tasks.setAssignee(task.id(), actor.user());
        ledger.append(entry(task, EntryType.CLAIMED).by(actor.user(), actor.agency(), task.role()));
    }

    private void release(OpenTask task) {
        jdbc.sql("update open_task set assignee = null, agency = null where task_id = :id")
                .param("id", task.id())
                .update();
        tasks.setAssignee(task.id(), null);
    }

    /**
     * May this person do it, by the rules that name somebody who has had no other part? An interpreter's agency does nothing else
     * on the case (R25). An appeal is decided by others than who decided before (R33), as long as the agency has others. A
     * complaint is not examined by an agency of the kind complained of (R31), as long as there is another.
     */
    private boolean independent(Actor actor, OpenTask task) {
        if (task.role().equals("interpreter"))
            return caseFiles.assignments(task.caseRef()).stream()
                    .noneMatch(other -> other.agency().equals(actor.agency())
                            && !other.role().equals("interpreter"));
        var model = models.task(task.process(), task.element());
        if (model.appeals() && model.marks().contains(Mark.IDENTIFIES.word()))
            return !decidedBefore(actor, task.caseRef())
                    || accounts.ofAgency(actor.agency()).size() == 1;
        if (task.process().equals("complaint") && task.role().equals("coordinator")) {
            var concerned =
                    records.routingFact(task.caseRef(), "agencyConcerned").orElse("");
            return !actor.holds(concerned)
                    || agencies.holding(task.role(), actor.region()).size() == 1;
        }
        return true;
    }

    private boolean decidedBefore(Actor actor, CaseRef caseRef) {
        return ledger.history(caseRef).stream()
                .map(entry -> entry.act())
                .anyMatch(act -> act.type() == EntryType.COMPLETED
                        && actor.user().equals(act.actor())
                        && models.task(Objects.requireNonNull(act.process()), Objects.requireNonNull(act.element()))
                                .marks()
                                .contains(Mark.IDENTIFIES.word()));
    }

    /** 404 for who may not know of it; TAKEN for who holds its role in the case's region and comes too late. */
    private Refusal notForThem(Actor actor, String id) {
        var taken = jdbc.sql(
                        "select count(*) from open_task where task_id = :id and role in (:roles) and region = :region and assignee is not null")
                .param("id", id)
                .param("roles", roles(actor))
                .param("region", actor.region())
                .query(Long.class)
                .single();
        return new Refusal(taken > 0 ? Refusal.Reason.TAKEN : Refusal.Reason.NOT_THERE);
    }

    private boolean doneBy(Actor actor, String id) {
        return history.createHistoricTaskInstanceQuery()
                        .taskId(id)
                        .taskAssignee(actor.user())
                        .finished()
                        .count()
                > 0;
    }

    /** From here on nobody else changes the case until this transaction ends. */
    private void lockCaseOf(String id) {
        jdbc.sql("select case_ref from open_task where task_id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .ifPresent(caseRef -> ledger.lock(new CaseRef(caseRef)));
    }

    private static Act entry(OpenTask task, EntryType type) {
        return Act.on(task.caseRef(), type).at(task.process(), task.element(), task.id());
    }

    /** The engine keeps plain values only; several choices of a list as words apart by spaces. */
    private static @Nullable Object forEngine(@Nullable Object value) {
        if (value instanceof List<?> list) {
            var words = new ArrayList<String>();
            list.forEach(item -> words.add(String.valueOf(item)));
            return String.join(" ", words);
        }
        return value;
    }

    /** SQL takes no empty list; an agency without a role sees nothing. */
    static Collection<String> roles(Actor actor) {
        return actor.roles().isEmpty() ? List.of("") : actor.roles();
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    static OpenTask openTask(ResultSet row, int number) throws SQLException {
        var due = row.getObject("due", OffsetDateTime.class);
        return new OpenTask(
                row.getString("task_id"),
                row.getString("name"),
                new CaseRef(row.getString("case_ref")),
                row.getString("process"),
                row.getString("element"),
                row.getString("strand"),
                row.getString("role"),
                row.getString("agency"),
                row.getString("form"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                due == null ? null : due.toInstant(),
                row.getString("assignee"),
                row.getString("escalated"));
    }
}
