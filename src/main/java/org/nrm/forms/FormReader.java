package org.nrm.forms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Nesting;
import org.nrm.mechanism.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads one form-js schema; whatever is not known is refused. */
final class FormReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Components that ask nothing. */
    private static final Set<String> STATIC = Set.of("text", "html", "group", "separator", "spacer", "image", "button");

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate \\w+ property \"([^\"]*)\"");

    /** Characters of a file. The largest shipped has 10,000. */
    private static final int LARGEST = 2 * 1024 * 1024;

    /** Characters of a text, where the form does not say. */
    private static final int LONGEST_TEXT = 10_000;

    private final String json;
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final List<Form.Section> sections = new ArrayList<>();

    FormReader(String json) {
        this.json = json;
    }

    Form read() throws UnusableForm {
        if (!(tree() instanceof ObjectNode root)) throw new UnusableForm("has no id");
        var id = root.path("id").asString("");
        if (id.isEmpty()) throw new UnusableForm("has no id");
        var loose = new ArrayList<Form.Part>();
        for (var component : root.path("components")) {
            if (!type(component).equals("group")) {
                component(component, null, loose);
                continue;
            }
            flush(loose);
            var parts = new ArrayList<Form.Part>();
            component(component, null, parts);
            sections.add(new Form.Section(component.path("label").asString(""), parts));
        }
        flush(loose);
        return new Form(id, root, sections, questions);
    }

    private JsonNode tree() throws UnusableForm {
        if (json.isBlank()) throw new UnusableForm("is empty");
        if (json.length() > LARGEST)
            throw new UnusableForm("is larger than " + LARGEST / 1024 / 1024 + " MB, which no form is");
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            var location = e.getLocation();
            throw new UnusableForm(location == null ? 0 : Math.max(0, location.getLineNr()), words(e));
        }
    }

    /** The parser's own words are for programmers. */
    private static String words(JacksonException e) {
        var raw = String.valueOf(e.getOriginalMessage());
        if (e instanceof StreamConstraintsException)
            return "is nested deeper, or has longer texts or numbers, than any form; take out what is not a question";
        var twice = DUPLICATE.matcher(raw);
        if (twice.find())
            return "is not JSON: '" + twice.group(1) + "' stands twice in one place; take one of them out";
        if (raw.contains("end-of-input"))
            return "is not JSON: the file ends in the middle; it was cut off, so get it whole again";
        return "is not JSON: a comma, bracket or quotation mark is missing or too many";
    }

    private void flush(List<Form.Part> loose) {
        if (!loose.isEmpty()) sections.add(new Form.Section(null, loose));
        loose.clear();
    }

    /** @param outer the condition of the group around it */
    private void component(JsonNode component, @Nullable HideCondition outer, List<Form.Part> parts)
            throws UnusableForm {
        var type = type(component);
        var hide = hide(component, outer);
        var kind = Kind.of(type, component.path("subtype").asString("date"));
        if (kind.isPresent()) {
            var question = question(component, type, kind.get(), hide);
            if (questions.put(question.key(), question) != null)
                throw new UnusableForm("has the field '" + question.key() + "' twice");
            parts.add(new Form.Asked(question.key()));
        } else if (!STATIC.contains(type))
            throw new UnusableForm("has a component of the type '" + type + "', which is not allowed here");
        else if (type.equals("text"))
            parts.add(new Form.Words(component.path("text").asString("")));
        for (var inner : component.path("components")) component(inner, hide, parts);
    }

    private static String type(JsonNode component) {
        return component.path("type").asString("");
    }

    private static @Nullable HideCondition hide(JsonNode component, @Nullable HideCondition outer) throws UnusableForm {
        var text = component.path("conditional").path("hide").asString("").strip();
        if (text.isEmpty()) return outer;
        var deep = Nesting.tooDeep(text);
        if (deep.isPresent())
            throw new UnusableForm("has at the component '"
                    + component.path("key").asString(type(component)) + "' a condition: " + deep.get());
        if (!text.startsWith("="))
            throw new UnusableForm("has the condition '" + text + "', which must begin with = and go on in FEEL");
        var own = new HideCondition(text.substring(1));
        return outer == null ? own : outer.or(own);
    }

    private static Question question(JsonNode component, String type, Kind kind, @Nullable HideCondition hide)
            throws UnusableForm {
        var key = component.path("key").asString("");
        if (key.isEmpty()) throw new UnusableForm("has a " + type + " without a key");
        var properties = component.path("properties");
        return new Question(
                key,
                kind,
                component.path("label").asString(key),
                component.path("description").asString(""),
                properties.path("dataClass").asString(null),
                component.path("readonly").asBoolean(false),
                properties.path("prefill").asBoolean(false),
                bounds(key, component.path("validate")),
                new Question.Effects(
                        properties.path("assigns").asString(null),
                        properties.path("consentOf").asString(null),
                        Set.copyOf(Words.of(properties.path("held").asString(""), ","))),
                hide,
                component.path("valuesKey").asString(null),
                choices(component));
    }

    private static Question.Bounds bounds(String key, JsonNode validate) throws UnusableForm {
        var longest = whole(key, validate, "maxLength");
        return new Question.Bounds(
                validate.path("required").asBoolean(false),
                longest == null ? LONGEST_TEXT : longest,
                whole(key, validate, "min"),
                whole(key, validate, "max"));
    }

    private static @Nullable Integer whole(String key, JsonNode validate, String bound) throws UnusableForm {
        var value = validate.path(bound);
        if (value.isMissingNode() || value.isNull()) return null;
        if (!value.isIntegralNumber() || !value.canConvertToInt())
            throw new UnusableForm("has at the field '" + key + "' a " + bound + " that is no whole number");
        return value.asInt();
    }

    private static List<Choice> choices(JsonNode component) {
        var choices = new ArrayList<Choice>();
        for (var value : component.path("values"))
            choices.add(new Choice(
                    value.path("value").asString(""), value.path("label").asString("")));
        return choices;
    }
}
