package org.nrm.casework;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.forms.Choice;
import org.nrm.forms.Form;
import org.nrm.forms.Kind;
import org.nrm.forms.Question;
import org.nrm.web.FieldProblem;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * A form as a page shows it: its sections in order, what is in each field and what is wrong with it. Fields that a condition
 * hides are not there.
 */
final class PageForm {

    private static final Pattern BOLD = Pattern.compile("\\*\\*");

    /** Questions on which a decision table advises. */
    private static final List<String> ADVISED = List.of("indication", "riskLevel");

    /** Characters that stand in one line of a form. */
    private static final int LINE = 95;

    private final Form form;
    private final Map<String, ? extends @Nullable Object> answers;
    private final Map<String, String> problems = new HashMap<>();
    private final boolean asksAll;

    /**
     * Fields under one heading.
     *
     * @param label null where the form has no group
     */
    record Section(@Nullable String label, List<Item> items) {

        /** Or does it only say something? */
        public boolean asks() {
            return items.stream().anyMatch(item -> item.field() != null);
        }
    }

    /** A text or a field; the other is null. */
    record Item(@Nullable List<Piece> text, @Nullable Field field) {}

    /** Part of a text. */
    record Piece(String text, boolean strong) {}

    /** @param chosen it is (one of) the present answer(s) */
    record Option(String value, String label, boolean chosen) {}

    /**
     * One question.
     *
     * @param kind    of control: radio, select, checklist, checkbox, number, textarea, text, date, time or datetime-local
     * @param asked   whether it can be changed; else it shows an earlier answer
     * @param value   present answer of fields without options, as an input has it
     * @param shown   present answer in words, one for each choice
     * @param problem what is wrong with the answer
     * @param decides other fields are shown or hidden by it
     * @param advised a decision table advises on it
     */
    record Field(
            String key,
            String kind,
            String label,
            String help,
            boolean required,
            boolean asked,
            List<Option> options,
            String value,
            List<String> shown,
            @Nullable String problem,
            int longest,
            @Nullable Integer least,
            @Nullable Integer most,
            boolean decides,
            boolean advised) {

        /** Few and short enough to stand in a line. */
        public boolean inLine() {
            return options.stream()
                            .mapToInt(option -> option.label().length() + 6)
                            .sum()
                    <= LINE;
        }

        /** With other words under the label; none: as they are. */
        Field withHelp(@Nullable String words) {
            return words == null
                    ? this
                    : new Field(
                            key, kind, label, words, required, asked, options, value, shown, problem, longest, least,
                            most, decides, advised);
        }

        /** Must be answered by the page's own rules. */
        Field mustBeAnswered() {
            return new Field(
                    key, kind, label, help, true, asked, options, value, shown, problem, longest, least, most, decides,
                    advised);
        }

        /** Decides by the page's own rules which others there are, so it must be answered. */
        Field deciding() {
            return new Field(
                    key, kind, label, help, true, asked, options, value, shown, problem, longest, least, most, true,
                    advised);
        }
    }

    private PageForm(
            Form form, Map<String, ? extends @Nullable Object> answers, List<FieldProblem> problems, boolean asksAll) {
        this.form = form;
        this.answers = answers;
        problems.forEach(problem -> this.problems.putIfAbsent(problem.field(), problem.message()));
        this.asksAll = asksAll;
    }

    static PageForm of(Form form, Map<String, ? extends @Nullable Object> answers, List<FieldProblem> problems) {
        return new PageForm(form, answers, problems, false);
    }

    /** Asks also what a task of the form only shows. */
    PageForm askingAll() {
        return new PageForm(form, answers, problemList(), true);
    }

    List<Section> sections() {
        return sections(question -> true);
    }

    /** The sections with those questions only; a section without any is not there. */
    List<Section> sections(Predicate<Question> which) {
        return form.sections().stream()
                .map(section -> section(section, which))
                .filter(section -> section.label() == null ? !section.items().isEmpty() : section.asks())
                .toList();
    }

    Field field(String key) {
        return field(form.question(key).orElseThrow());
    }

    /** The fields with a problem, in the order of the page; what no field is to blame for comes last, under an empty key. */
    List<FieldProblem> problemsInOrder() {
        var ordered = new ArrayList<FieldProblem>();
        form.questions().stream()
                .filter(question -> problems.containsKey(question.key()))
                .forEach(question ->
                        ordered.add(new FieldProblem(question.key(), named(question, problems.get(question.key())))));
        problems.forEach((key, message) -> {
            if (form.question(key).isEmpty()) ordered.add(new FieldProblem("", message));
        });
        return ordered;
    }

    /** Does a decision table advise on one of the questions? */
    static boolean advised(Form form) {
        return ADVISED.stream().anyMatch(key -> form.question(key).isPresent());
    }

    /** Is there an answer that is neither from an earlier task nor itself what a table advises on? */
    static boolean anythingAnswered(Form form, Map<String, ? extends @Nullable Object> answers) {
        return form.questions().stream()
                .filter(question -> !question.readOnly() && !question.prefilled() && !ADVISED.contains(question.key()))
                .map(question -> answers.get(question.key()))
                .anyMatch(answer -> answer != null && !answer.equals(false));
    }

    /** An answer in words: labels for codes, one text for each choice. */
    static List<String> inWords(Question question, @Nullable Object answer, String yes, String no) {
        if (answer == null || answer.equals("")) return List.of();
        if (answer instanceof Boolean ticked) return List.of(ticked ? yes : no);
        if (answer instanceof Collection<?> several)
            return several.stream()
                    .map(item -> label(question, String.valueOf(item)))
                    .toList();
        var text = String.valueOf(answer);
        return List.of(
                switch (question.kind()) {
                    case DATE, TIME, DATE_AND_TIME -> moment(question.kind(), text);
                    default -> label(question, text);
                });
    }

    private Section section(Form.Section section, Predicate<Question> which) {
        var items = new ArrayList<Item>();
        for (var part : section.parts()) {
            if (part instanceof Form.Words words) items.add(new Item(pieces(words.text()), null));
            else if (part instanceof Form.Asked asked)
                form.question(asked.key())
                        .filter(which)
                        .filter(question -> !form.hidden(question, answers))
                        .ifPresent(question -> items.add(new Item(null, field(question))));
        }
        return new Section(section.label(), items);
    }

    private Field field(Question question) {
        var answer = answers.get(question.key());
        var kind = kind(question);
        return new Field(
                question.key(),
                kind,
                question.label(),
                question.help(),
                question.required(),
                asksAll || !question.readOnly(),
                question.choices().stream()
                        .map(choice -> new Option(choice.value(), choice.label(), chosen(answer, choice.value())))
                        .toList(),
                answer == null ? "" : String.valueOf(answer),
                inWords(question, answer, "yes", "no"),
                problems.get(question.key()),
                question.bounds().longest(),
                question.bounds().least(),
                question.bounds().most(),
                form.decides(question.key()),
                ADVISED.contains(question.key()));
    }

    /** The problem with the question before it, which may end with a mark of its own. */
    private static String named(Question question, @Nullable String problem) {
        return question.label() + (question.label().endsWith("?") ? " " : ": ") + problem;
    }

    private List<FieldProblem> problemList() {
        return problems.entrySet().stream()
                .map(entry -> new FieldProblem(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String kind(Question question) {
        return switch (question.kind()) {
            case RADIO -> "radio";
            case SELECT -> "select";
            case CHECKBOX -> "checkbox";
            case CHECKLIST, TAGLIST -> "checklist";
            case NUMBER -> "number";
            case DATE -> "date";
            case TIME -> "time";
            case DATE_AND_TIME -> "datetime-local";
            case TEXTAREA -> "textarea";
            case TEXTFIELD -> "text";
        };
    }

    private static boolean chosen(@Nullable Object answer, String value) {
        return answer instanceof Collection<?> several ? several.contains(value) : value.equals(answer);
    }

    private static String label(Question question, String value) {
        return question.choices().stream()
                .filter(choice -> choice.value().equals(value))
                .map(Choice::label)
                .findFirst()
                .orElse(value);
    }

    private static String moment(Kind kind, String text) {
        var locale = LocaleContextHolder.getLocale();
        try {
            return switch (kind) {
                case TIME -> text;
                case DATE_AND_TIME ->
                    DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                            .withLocale(locale)
                            .format(LocalDateTime.parse(text));
                default ->
                    DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                            .withLocale(locale)
                            .format(LocalDate.parse(text));
            };
        } catch (DateTimeException e) { // a text that could not be taken, shown again
            return text;
        }
    }

    /** The texts of the forms have no mark-up but {@code **strong**}. */
    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        var strong = false;
        for (var part : BOLD.split(text, -1)) {
            if (!part.isEmpty()) pieces.add(new Piece(part, strong));
            strong = !strong;
        }
        return pieces;
    }
}
