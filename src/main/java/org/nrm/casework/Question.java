package org.nrm.casework;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.FreeText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** One field of a form, and which answers it takes. */
final class Question {

    /** Characters of a text, where the form does not say. */
    private static final int LONGEST_TEXT = 10_000;

    /** Of a text with control characters. */
    static final String NO_TEXT = "Holds a character that is not text.";

    private final JsonNode component;

    /** An answer that cannot be taken; the message says why. */
    static final class Unacceptable extends Exception {
        Unacceptable(String message) {
            super(message);
        }
    }

    /** One choice of a closed list. */
    record Choice(String value, String label) {}

    Question(JsonNode component) {
        this.component = component;
    }

    /** Leaves only these choices. */
    void narrow(Predicate<String> keep) {
        var values = (ArrayNode) component.path("values");
        for (var at = values.size() - 1; at >= 0; at--)
            if (!keep.test(values.path(at).path("value").asString(""))) values.remove(at);
    }

    String key() {
        return component.path("key").asString("");
    }

    String type() {
        return component.path("type").asString("");
    }

    /** Of a date or time: {@code date}, {@code time} or {@code datetime}. */
    String subtype() {
        return component.path("subtype").asString("date");
    }

    String label() {
        return component.path("label").asString(key());
    }

    String help() {
        return component.path("description").asString("");
    }

    String dataClass() {
        return component.path("properties").path("dataClass").asString("");
    }

    boolean required() {
        return component.path("validate").path("required").asBoolean(false);
    }

    boolean readOnly() {
        return component.path("readonly").asBoolean(false);
    }

    boolean prefilled() {
        return component.path("properties").path("prefill").asBoolean(false);
    }

    int longest() {
        return component.path("validate").path("maxLength").asInt(LONGEST_TEXT);
    }

    @Nullable
    Integer least() {
        var min = component.path("validate").path("min");
        return min.isNumber() ? min.asInt() : null;
    }

    @Nullable
    Integer most() {
        var max = component.path("validate").path("max");
        return max.isNumber() ? max.asInt() : null;
    }

    /** FEEL, without the leading equals sign; null if the question is always shown. */
    @Nullable
    String hideCondition() {
        var hide = component.path("conditional").path("hide").asString("");
        return hide.startsWith("=") ? hide.substring(1) : null;
    }

    List<Choice> choices() {
        var choices = new ArrayList<Choice>();
        for (var value : component.path("values"))
            choices.add(new Choice(
                    value.path("value").asString(), value.path("label").asString()));
        return choices;
    }

    /** The answer in the form in which it is kept, or empty for none. */
    Optional<Object> take(@Nullable Object answer) throws Unacceptable {
        if (answer == null || answer.equals("") || (answer instanceof List<?> list && list.isEmpty())) {
            if (required()) throw new Unacceptable("Please answer this question.");
            return Optional.empty();
        }
        return Optional.of(
                switch (type()) {
                    case "radio", "select" -> choice(answer);
                    case "checklist", "taglist" -> choices(answer);
                    case "checkbox" -> ticked(answer);
                    case "number" -> number(answer);
                    case "datetime" -> moment(answer);
                    default -> text(answer);
                });
    }

    private String choice(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be one of the codes of the list, as text.");
        if (choices().stream().noneMatch(choice -> choice.value().equals(text)))
            throw new Unacceptable("Is not one of the answers of the list.");
        return text;
    }

    private List<String> choices(Object answer) throws Unacceptable {
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
        var least = least();
        var most = most();
        if (least != null && value < least) throw new Unacceptable("Must be at least " + least + ".");
        if (most != null && value > most) throw new Unacceptable("Must be at most " + most + ".");
        return number.intValue();
    }

    private String moment(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be text, as " + example() + ".");
        try {
            return switch (subtype()) {
                case "time" -> LocalTime.parse(text).toString();
                case "datetime" -> LocalDateTime.parse(text).toString();
                default -> LocalDate.parse(text).toString();
            };
        } catch (DateTimeParseException e) {
            throw new Unacceptable("Must be written as " + example() + ".");
        }
    }

    private String example() {
        return switch (subtype()) {
            case "time" -> "10:30";
            case "datetime" -> "2026-01-31T10:30";
            default -> "2026-01-31";
        };
    }

    private String text(Object answer) throws Unacceptable {
        if (!(answer instanceof String text)) throw new Unacceptable("Must be text.");
        if (text.length() > longest())
            throw new Unacceptable("Is " + text.length() + " characters long; at most " + longest() + " are possible.");
        if (!FreeText.isText(text)) throw new Unacceptable(NO_TEXT);
        if (required() && text.isBlank()) throw new Unacceptable("Please answer this question.");
        return text;
    }
}
