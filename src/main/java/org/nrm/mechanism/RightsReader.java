package org.nrm.mechanism;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code rights.yaml}: limits that may be tightened, rules that may be added; nothing that loosens. */
final class RightsReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,63}");
    private static final Pattern OWN = Pattern.compile("[Rr][0-9]+");
    private static final Set<String> SECTIONS = Set.of("interviews-adult", "interviews-child", "reflection", "add");
    private static final Set<String> OFF = Set.of("disable", "disabled", "off", "remove", "skip", "except", "rules");
    private static final List<String> GENERAL = List.of("id", "statement", "source", "kind");
    private static final String REFLECTION = "P30D";

    private final SettingsText text;
    private final Roles roles;
    private final DeadlineTable deadlines;

    RightsReader(SettingsText text, Roles roles, DeadlineTable deadlines) {
        this.text = text;
        this.roles = roles;
        this.deadlines = deadlines;
    }

    RightsSettings read() throws UnusableFile {
        Map<?, ?> file = text.content().lines().allMatch(line -> line.isBlank() || line.startsWith("#"))
                ? Map.of()
                : text.read(Map.class);
        for (var key : file.keySet()) section(String.valueOf(key));
        var added = new ArrayList<AddedRule>();
        reflection(file.get("reflection"), added);
        add(file.get("add"), added);
        var recommended = RightsSettings.recommended();
        return new RightsSettings(
                interviews(file, "interviews-adult", recommended.interviewsAdult()),
                interviews(file, "interviews-child", recommended.interviewsChild()),
                added);
    }

    private void section(String key) throws UnusableFile {
        if (SECTIONS.contains(key)) return;
        if (OWN.matcher(key).matches())
            throw text.unusable(
                    key,
                    "the rule " + key + " cannot be changed or switched off: rules can be added and limits"
                            + " tightened, nothing loosened");
        if (OFF.contains(key))
            throw text.unusable(
                    key,
                    "'" + key + "': no rule can be switched off; rules can be added and limits tightened,"
                            + " nothing loosened");
        throw text.unusable(
                key,
                "'" + key + "' is not known; known are "
                        + SECTIONS.stream().sorted().toList());
    }

    private int interviews(Map<?, ?> file, String key, int most) throws UnusableFile {
        if (!file.containsKey(key)) return most;
        if (!(file.get(key) instanceof Integer number) || number < 1)
            throw text.unusable(key, "'" + key + "' must be a whole number from 1 on");
        if (number > most)
            throw text.unusable(
                    key,
                    "'" + key + "' is " + number + "; at most " + most + " are recommended, which can be tightened,"
                            + " not loosened");
        return number;
    }

    private void reflection(@Nullable Object value, List<AddedRule> added) throws UnusableFile {
        if (value == null) return;
        var least = Length.of(String.valueOf(value))
                .orElseThrow(() -> text.unusable("reflection", "'reflection' must be an ISO 8601 duration, as P45D"));
        var law = Length.of(REFLECTION).orElseThrow();
        if (!least.atLeast(law))
            throw text.unusable(
                    "reflection",
                    "'reflection' is " + Length.inWords(String.valueOf(value)) + "; it lasts at least " + REFLECTION
                            + " (CETS 197 art. 13(1)), which can be tightened, not loosened");
        var lasts = deadlines.all().get("reflection");
        if (lasts != null && !Length.of(lasts.value()).orElseThrow().atLeast(least))
            throw text.unusable(
                    "reflection",
                    "'reflection' is at least " + value + ", but deadlines.yaml says " + Length.inWords(lasts.value()));
        if (!least.equals(law))
            added.add(new AddedRule(
                    "reflection",
                    "The reflection period lasts at least " + value + ".",
                    "national limit, rights.yaml",
                    "timed",
                    Map.of("mark", "reflects", "at-least", String.valueOf(value))));
    }

    private void add(@Nullable Object section, List<AddedRule> added) throws UnusableFile {
        if (section == null) return;
        if (!(section instanceof List<?> list)) throw text.unusable("add", "'add' must be a list of rules");
        var ids = new HashSet<String>();
        added.forEach(rule -> ids.add(rule.id()));
        for (var item : list) {
            if (!(item instanceof Map<?, ?> rule))
                throw text.unusable("add", "each rule under 'add' needs id, statement, source and kind");
            var id = rule.get("id") instanceof String word ? word : "";
            if (!ID.matcher(id).matches())
                throw text.unusable(
                        id, "the id of a rule is letters, digits, dots and hyphens, not '" + rule.get("id") + "'");
            if (OWN.matcher(id).matches())
                throw text.unusable(
                        id, "the rule " + id + " is the program's own and cannot be replaced; choose another id");
            if (!ids.add(id)) throw text.unusable(id, "the rule " + id + " stands twice");
            added.add(new Reading(id, rule).read());
        }
    }

    /** One rule as it is read. */
    private final class Reading {
        private final String id;
        private final Map<?, ?> rule;
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        Reading(String id, Map<?, ?> rule) {
            this.id = id;
            this.rule = rule;
        }

        AddedRule read() throws UnusableFile {
            var statement = needed("statement");
            var source = needed("source");
            var kind = needed("kind");
            parameters(kind);
            for (var key : rule.keySet())
                if (!GENERAL.contains(String.valueOf(key)) && !parameters.containsKey(String.valueOf(key)))
                    throw unusable("'" + key + "' is not a parameter of the kind " + kind);
            parameters.remove("of");
            return new AddedRule(id, statement, source, kind, parameters);
        }

        private void parameters(String kind) throws UnusableFile {
            switch (kind) {
                case "precedes" -> {
                    words("before", true, this::mark, "mark");
                    words("after", true, this::mark, "mark");
                    word("strand", false, this::strand, "strand");
                    word("role", false, this::role, "role");
                }
                case "offered" -> {
                    word("of", true, Kinds.ALL::contains, "kind");
                    parameters.put("kind", String.valueOf(rule.get("of")));
                }
                case "bounded" -> {
                    word("mark", true, this::mark, "mark");
                    if (!(rule.get("at-most") instanceof Integer most) || most < 0)
                        throw unusable("'at-most' must be a whole number from 0 on");
                    parameters.put("at-most", most);
                }
                case "performed-by", "not-performed-by" -> {
                    either("mark", "strand");
                    word("mark", false, this::mark, "mark");
                    word("strand", false, this::strand, "strand");
                    words("roles", true, this::role, "role");
                }
                case "independent" -> {
                    words("strands", true, this::strand, "strand");
                    either("classes", "work-of");
                    words("classes", false, DataClasses.FOLLOWED::contains, "data class whose way is followed");
                    words("work-of", false, roles.lawEnforcement()::contains, "law-enforcement role");
                }
                case "timed" -> {
                    word("mark", true, this::mark, "mark");
                    either("at-least", "at-most");
                    word("at-least", false, length -> Length.of(length).isPresent(), "duration");
                    word("at-most", false, length -> Length.of(length).isPresent(), "duration");
                }
                default ->
                    throw unusable("the kind '" + kind + "' cannot be added; kinds are bounded, independent,"
                            + " not-performed-by, offered, performed-by, precedes and timed");
            }
        }

        private boolean mark(String word) {
            return Mark.of(word).isPresent();
        }

        private boolean strand(String word) {
            return Strand.of(word).isPresent();
        }

        private boolean role(String word) {
            return roles.exists(word);
        }

        private String needed(String name) throws UnusableFile {
            if (rule.get(name) instanceof String value && !value.isBlank()) return value.strip();
            throw unusable("needs '" + name + "'");
        }

        private void either(String one, String other) throws UnusableFile {
            if (rule.containsKey(one) == rule.containsKey(other))
                throw unusable("needs either '" + one + "' or '" + other + "'");
        }

        private void word(String name, boolean needed, Predicate<String> known, String what) throws UnusableFile {
            if (!needed && !rule.containsKey(name)) return;
            parameters.put(name, known(rule.get(name), name, known, what));
        }

        private void words(String name, boolean needed, Predicate<String> known, String what) throws UnusableFile {
            if (!needed && !rule.containsKey(name)) return;
            var value = rule.get(name);
            var items = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            if (items.isEmpty()) throw unusable("needs '" + name + "'");
            var read = new ArrayList<String>();
            for (var item : items) read.add(known(item, name, known, what));
            parameters.put(name, List.copyOf(read));
        }

        private String known(@Nullable Object value, String name, Predicate<String> known, String what)
                throws UnusableFile {
            if (value instanceof String word && known.test(word)) return word;
            throw unusable("'" + name + "' names the " + what + " '" + value + "', which is not known");
        }

        private UnusableFile unusable(String message) {
            return text.unusable(id, "rule " + id + ": " + message);
        }
    }
}
