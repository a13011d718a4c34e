package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A form-js schema as far as rules and routing read it: its fields and their classes.
 *
 * @param id     also the name of the file, without {@code .form}
 * @param fields by key, in the order of the form
 */
public record FormSchema(String id, Map<String, Field> fields) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Component types whose answer comes from a closed list. */
    private static final Set<String> CLOSED = Set.of("radio", "select", "checkbox", "checklist", "taglist");

    private static final Set<String> KNOWN = Set.of(
            "radio", "select", "checkbox", "checklist", "taglist", "textfield", "textarea", "number", "datetime");

    private static final Set<String> STATIC = Set.of("text", "html", "group", "separator", "spacer", "image", "button");

    private static final Set<String> CONSTRAINTS =
            Set.of("pattern", "min", "max", "minLength", "maxLength", "validationType");

    public FormSchema {
        fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * One question.
     *
     * @param dataClass  null if the form does not say
     * @param constrained an answer may be refused: it is required, or bound to a pattern, length or range
     * @param hide       FEEL condition under which it is not asked; null if it always is
     * @param assigns    the role to which the agency chosen here is assigned
     * @param consentOf  the kind of service whose consent is given here
     * @param held       the answers that say that an interview was held, apart by comma
     */
    public record Field(
            String key,
            String type,
            @Nullable String dataClass,
            boolean required,
            boolean constrained,
            boolean readOnly,
            @Nullable String hide,
            @Nullable String assigns,
            @Nullable String consentOf,
            @Nullable String held) {

        /** Is the answer one of a closed list? Only such an answer may be read by a condition. */
        public boolean closed() {
            return CLOSED.contains(type);
        }
    }

    /** What cannot be read as a form. */
    public static final class UnusableForm extends Exception {
        UnusableForm(String message) {
            super(message);
        }
    }

    public Optional<Field> field(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /** Reads a schema. Unusable if it is no JSON, has no id or has a component that is not known. */
    public static FormSchema parse(String json) throws UnusableForm {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new UnusableForm("is not JSON: " + e.getOriginalMessage());
        }
        var id = root.path("id").asString("");
        if (id.isEmpty()) throw new UnusableForm("has no id");
        var found = new ArrayList<Field>();
        collect(root, null, found);
        var fields = new LinkedHashMap<String, Field>();
        for (var field : found) {
            if (fields.put(field.key(), field) != null)
                throw new UnusableForm("has the field '" + field.key() + "' twice");
        }
        return new FormSchema(id, fields);
    }

    private static void collect(JsonNode parent, @Nullable String hidden, List<Field> found) throws UnusableForm {
        for (var component : parent.path("components")) {
            var type = component.path("type").asString("");
            var hide = either(hidden, component.path("conditional").path("hide").asString(null));
            if (KNOWN.contains(type)) found.add(field(component, type, hide));
            else if (!STATIC.contains(type))
                throw new UnusableForm("has a component of the type '" + type + "', which is not allowed here");
            collect(component, hide, found);
        }
    }

    /** A field of a group is hidden with the group, too. */
    private static @Nullable String either(@Nullable String outer, @Nullable String inner) {
        if (outer == null || outer.isBlank()) return inner == null || inner.isBlank() ? null : inner.strip();
        if (inner == null || inner.isBlank()) return outer;
        return "=(" + condition(outer) + ") or (" + condition(inner) + ")";
    }

    private static String condition(String hide) {
        var stripped = hide.strip();
        return stripped.startsWith("=") ? stripped.substring(1) : stripped;
    }

    private static Field field(JsonNode component, String type, @Nullable String hide) throws UnusableForm {
        var key = component.path("key").asString("");
        if (key.isEmpty()) throw new UnusableForm("has a " + type + " without a key");
        var properties = component.path("properties");
        var validate = component.path("validate");
        var required = validate.path("required").asBoolean(false);
        return new Field(
                key,
                type,
                properties.path("dataClass").asString(null),
                required,
                required || CONSTRAINTS.stream().anyMatch(validate::has),
                component.path("readonly").asBoolean(false),
                hide,
                properties.path("assigns").asString(null),
                properties.path("consentOf").asString(null),
                properties.path("held").asString(null));
    }
}
