package org.nrm.forms;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.FreeText;

/**
 * One field of a form, and which answers it takes.
 *
 * @param help      under the label; may be empty
 * @param dataClass null if the form does not say
 * @param readOnly  it shows an earlier answer and takes none
 * @param prefilled it shows an earlier answer, which can be changed
 * @param hide      under which it is not asked; null if it always is
 * @param list      the list of codes of which its choices are; null if the form holds them itself
 * @param choices   of a closed list, in its order
 */
public record Question(
        String key,
        Kind kind,
        String label,
        String help,
        @Nullable String dataClass,
        boolean readOnly,
        boolean prefilled,
        Bounds bounds,
        Effects effects,
        @Nullable HideCondition hide,
        @Nullable String list,
        List<Choice> choices) {

    private static final String UNANSWERED = "Please answer this question.";

    /**
     * What an answer must be.
     *
     * @param longest characters of a text
     */
    public record Bounds(
            boolean required,
            int longest,
            @Nullable Integer least,
            @Nullable Integer most) {}

    /**
     * What an answer brings about.
     *
     * @param assigns   the role to which the agency chosen here is assigned
     * @param consentOf the kind of service whose consent is given here
     * @param held      the answers that say that an interview was held
     */
    public record Effects(
            @Nullable String assigns, @Nullable String consentOf, Set<String> held) {

        public Effects {
            held = Set.copyOf(held);
        }
    }

    public Question {
        choices = List.copyOf(choices);
    }

    public boolean required() {
        return bounds.required();
    }

    public boolean closed() {
        return kind.closed();
    }

    /** With other choices. */
    Question choosing(List<Choice> others) {
        return new Question(
                key, kind, label, help, dataClass, readOnly, prefilled, bounds, effects, hide, list, others);
    }

    /** The answer in the form in which it is kept, or empty for none. */
    public Optional<Object> take(@Nullable Object answer) throws Unacceptable {
        if (answer == null || answer.equals("") || (answer instanceof List<?> several && several.isEmpty())) {
            if (required()) throw new Unacceptable(UNANSWERED);
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case RADIO, SELECT -> choice(answer);
                    case CHECKLIST, TAGLIST -> several(answer);
                    case CHECKBOX -> ticked(answer);
                    case NUMBER -> number(answer);
                    case DATE, TIME, DATE_AND_TIME -> moment(answer);
                    case TEXTFIELD, TEXTAREA -> text(answer);
                });
    }

    private String choice(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be one of the codes of the list, as text.");
        if (choices.stream().noneMatch(choice -> choice.value().equals(text)))
            throw new Unacceptable("Is not one of the answers of the list.");
        return text;
    }

    private List<String> several(Object answer) throws Unacceptable {
        if (!(answer instanceof List<?> list)) throw new Unacceptable("Must be a list of codes.");
        var taken = new LinkedHashSet<String>();
        for (var item : list) taken.add(item == null ? "" : choice(item));
        if (taken.contains("")) throw new Unacceptable("Is not one of the answers of the list.");
        return List.copyOf(taken);
    }

    private Boolean ticked(Object answer) throws Unacceptable {
        if (!(answer instanceof Boolean ticked)) throw new Unacceptable("Must be true or false.");
        if (required() && !ticked) throw new Unacceptable("Please confirm this.");
        return ticked;
    }

    private Number number(Object answer) throws Unacceptable {
        if (!(answer instanceof Number number)) throw new Unacceptable("Must be a number.");
        var value = number.doubleValue();
        if (value != Math.rint(value) || Math.abs(value) > 1e9) throw new Unacceptable("Must be a whole number.");
        var least = bounds.least();
        var most = bounds.most();
        if (least != null && value < least) throw new Unacceptable("Must be at least " + least + ".");
        if (most != null && value > most) throw new Unacceptable("Must be at most " + most + ".");
        return number.intValue();
    }

    private String moment(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be text, as " + example() + ".");
        try {
            return switch (kind) {
                case TIME -> LocalTime.parse(text).toString();
                case DATE_AND_TIME -> LocalDateTime.parse(text).toString();
                default -> LocalDate.parse(text).toString();
            };
        } catch (DateTimeParseException e) {
            throw new Unacceptable("Must be written as " + example() + ".");
        }
    }

    private String example() {
        return switch (kind) {
            case TIME -> "10:30";
            case DATE_AND_TIME -> "2026-01-31T10:30";
            default -> "2026-01-31";
        };
    }

    private String text(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be text.");
        if (text.length() > bounds.longest())
            throw new Unacceptable(
                    "Is " + text.length() + " characters long; at most " + bounds.longest() + " are possible.");
        if (!FreeText.isText(text)) throw new Unacceptable(FreeText.NO_TEXT);
        if (required() && FreeText.isBlank(text)) throw new Unacceptable(UNANSWERED);
        return text;
    }
}
