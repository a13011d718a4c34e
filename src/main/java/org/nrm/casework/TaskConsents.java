package org.nrm.casework;

import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Mark;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskDone;
import org.nrm.pathway.TaskModel;
import org.nrm.pathway.TaskModels;
import org.nrm.records.consent.Consents;
import org.nrm.records.consent.Disclosures;
import org.nrm.web.Conflict;
import org.springframework.stereotype.Component;

/** The consents that a task rests on, those that its answers bring, and what is passed on under them. */
@Component
class TaskConsents {

    private static final String GIVEN = "given";
    private static final String ONCE = "once";
    private static final String NOT_DONE = "not-done";

    /** Where the form does not say how long a consent lasts; it never lasts for ever. */
    private static final Period LENGTH = Period.ofDays(90);

    private final TaskModels models;
    private final Consents consents;
    private final Disclosures disclosures;

    TaskConsents(TaskModels models, Consents consents, Disclosures disclosures) {
        this.models = models;
        this.consents = consents;
        this.disclosures = disclosures;
    }

    /**
     * Does the task rest on a consent of the person that is not in force? It stays open, shows nothing of the case, and can be done
     * when she agrees anew.
     */
    boolean missing(OpenTask task) {
        var model = models.of(task);
        return takenBack(task, model)
                || model.discloses().stream()
                        .anyMatch(scope ->
                                consents.allowing(task.caseRef(), scope, null).isEmpty());
    }

    /** Was the consent to the service that the task gives taken back? */
    boolean takenBack(OpenTask task, TaskModel model) {
        var services = model.services();
        return !services.isEmpty() && consents.takenBack(task.caseRef(), services);
    }

    /** Records the consents that the answers give. */
    void record(TaskDone done) {
        if (!done.model().has(Mark.CONSENTS)) return;
        var task = done.task();
        var duration = String.valueOf(done.answers().get("consentDuration"));
        var length = duration.startsWith("P") ? Period.parse(duration) : LENGTH;
        var form = text(done, "consentForm");
        var guardian =
                ConsentForm.ASSENT.equals(form) || (form == null && task.role().equals("guardian"));
        var source = new Consents.Source(task.process(), task.element(), task.id(), task.role());
        for (var item : items(done)) {
            var scope = DisclosureScope.of(item);
            var given = new Consents.Given(
                    scope.map(DisclosureScope::list).orElse(item),
                    scope.map(DisclosureScope::role).orElse(null),
                    null,
                    text(done, "consentPurpose"),
                    length,
                    duration.equals(ONCE),
                    text(done, "consentLanguage"),
                    form,
                    guardian ? "guardian" : "person");
            consents.give(task.caseRef(), given, source, done.actor());
        }
        if (!guardian) consents.answeredHerself(task.caseRef(), asked(done));
    }

    /** The services of which one question each was answered, with yes or with no. */
    private static Set<String> asked(TaskDone done) {
        var asked = new HashSet<String>();
        for (var question : done.form().questions()) {
            var kind = question.effects().consentOf();
            if (kind != null && done.answers().containsKey(question.key())) asked.add(kind);
        }
        return asked;
    }

    private static List<String> items(TaskDone done) {
        var items = new ArrayList<String>();
        for (var question : done.form().questions()) {
            var kind = question.effects().consentOf();
            if (kind != null && GIVEN.equals(done.answers().get(question.key()))) items.add(kind);
        }
        if (GIVEN.equals(done.answers().get("consentGiven")))
            items.addAll(done.model().of());
        return items;
    }

    /**
     * Passes on what the task passes on, under the consents to exactly that. Nothing, if the answer is that it was not done.
     *
     * @throws Refusal NO_CONSENT
     */
    void disclose(TaskDone done) {
        if (NOT_DONE.equals(done.answers().get("disclosureDone"))) return;
        var task = done.task();
        for (var scope : done.model().discloses()) {
            var consent = consents.allowing(task.caseRef(), scope, null)
                    .orElseThrow(() -> new Conflict(Conflict.Reason.NO_CONSENT));
            disclosures.under(
                    task.caseRef(),
                    consent,
                    scope.classes(),
                    done.actor(),
                    new Disclosures.Source(task.process(), task.element(), task.id(), task.role()));
        }
    }

    private static @Nullable String text(TaskDone done, String key) {
        return done.answers().get(key) instanceof String text ? text : null;
    }
}
