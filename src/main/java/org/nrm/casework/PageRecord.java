package org.nrm.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.forms.Question;
import org.nrm.pathway.TaskModels;
import org.nrm.records.file.CaseRecords;
import org.springframework.stereotype.Component;

/** What a reader may know of a case, in the words of the forms and versions by which it was written: by task, then by class. */
@Component
class PageRecord {

    private static final String NOTE_CLASS = "support";

    /** Where it stands that the person has come of age, which time brings. */
    private static final String COMING_OF_AGE = "coming-of-age";

    /** Ends the key under which it stands why an answer was corrected. */
    private static final String CORRECTED = "CorrectionReason";

    /** What somebody who opens the file should know before anything else, in this order. */
    private static final List<String> KEY_FACTS = List.of(
            "isChild",
            "language",
            "interpretationMode",
            "communicationNeed",
            "safeContact",
            "safeTimes",
            "doNotContact");

    private final TaskModels models;
    private final Choices choices;
    private final PageWords words;

    PageRecord(TaskModels models, Choices choices, PageWords words) {
        this.models = models;
        this.choices = choices;
        this.words = words;
    }

    /** An answer: its question and what was said, one text for each choice. */
    record Line(String key, String label, List<String> answers) {}

    record ClassPart(String dataClass, List<Line> lines) {}

    /** By which version a task was done, and in which process: an id may stand for another task elsewhere. */
    private record Origin(int version, String process) {}

    /** What one task brought. */
    record TaskPart(String id, String name, List<ClassPart> classes) {}

    /**
     * What was written, by task.
     *
     * @param written element → field → answer
     */
    List<TaskPart> byTask(Actor actor, Map<String, Map<String, CaseRecords.Answer>> written) {
        var parts = new ArrayList<TaskPart>();
        written.forEach((element, answers) -> {
            var origins = new LinkedHashMap<Origin, Map<String, Object>>();
            answers.forEach((key, answer) -> origins.computeIfAbsent(
                            new Origin(answer.version(), answer.process()), origin -> new LinkedHashMap<>())
                    .put(key, answer.value()));
            origins.forEach((origin, fields) -> parts.add(part(actor, origin, element, fields)));
        });
        return parts;
    }

    private TaskPart part(Actor actor, Origin origin, String element, Map<String, Object> fields) {
        var task = models.named(origin.version(), origin.process(), element);
        var form = task.map(named -> choices.expand(named.form(), actor.region()));
        var classes = new LinkedHashMap<String, List<Line>>();
        if (form.isPresent())
            for (var question : form.get().questions()) {
                var answer = fields.get(question.key());
                if (answer == null) continue;
                var lines =
                        classes.computeIfAbsent(String.valueOf(question.dataClass()), dataClass -> new ArrayList<>());
                lines.add(line(question, answer));
                var corrected = fields.get(question.key() + CORRECTED);
                if (corrected != null)
                    lines.add(new Line(CORRECTED, words.of("record", "corrected"), List.of(String.valueOf(corrected))));
            }
        else
            fields.forEach((key, value) -> classes.computeIfAbsent(noteClass(element), dataClass -> new ArrayList<>())
                    .add(new Line(key, words.of("record", key), List.of(said(key, value)))));
        return new TaskPart(
                element,
                task.map(named -> named.name()).orElseGet(() -> words.of("event", element)),
                classes.entrySet().stream()
                        .map(entry -> new ClassPart(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** The latest answers to the questions that matter at first sight; what is not recorded or not for the reader is not there. */
    List<Line> keyFacts(List<TaskPart> parts) {
        var facts = new ArrayList<Line>();
        for (var key : KEY_FACTS) {
            @Nullable Line latest = null;
            for (var part : parts)
                for (var dataClass : part.classes())
                    for (var line : dataClass.lines()) if (line.key().equals(key)) latest = line;
            if (latest != null) facts.add(latest);
        }
        return facts;
    }

    private Line line(Question question, Object answer) {
        return new Line(
                question.key(),
                question.label(),
                PageForm.inWords(question, answer, words.of("answer", "yes"), words.of("answer", "no")));
    }

    /** What was kept beside the forms: a code of its own list, or a text. */
    private String said(String key, Object value) {
        return KEY_FACTS.contains(key) ? words.of("record", key + "." + value) : String.valueOf(value);
    }

    private static String noteClass(String element) {
        if (element.equals(COMING_OF_AGE)) return "routing";
        return CaseEvent.of(element).map(CaseEvent::noteClass).orElse(NOTE_CLASS);
    }
}
