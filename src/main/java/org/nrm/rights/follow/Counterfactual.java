package org.nrm.rights.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Strand;
import org.nrm.rights.follow.Inputs.Input;
import org.nrm.rights.follow.Inputs.Reached;
import org.nrm.rights.follow.Inputs.Way;
import org.nrm.rights.follow.Rerun.Answer;
import org.nrm.rights.model.Facts;
import org.nrm.rights.model.Graph.Kind;
import org.nrm.rights.model.Graph.Node;

/**
 * What a person would have been offered had she answered otherwise about co-operation and documents, or had law enforcement done
 * nothing: her case run anew with all else as it was. On a proved model that is the same, and at the same time (rules R1, R2 and R3).
 *
 * @param same       is nothing missing, later or more in any of it?
 * @param asRecorded where the case went another way than its model does with what was recorded: by hand, by another version, or
 *     because it came from elsewhere
 * @param variants   what was changed, each with what follows
 */
public record Counterfactual(boolean same, List<Change> asRecorded, List<Variant> variants) {

    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** Words that refuse, of which the one that a condition names stands for having refused everything. */
    private static final Set<String> REFUSALS =
            Set.of("refused", "no", "not-given", "not-wanted", "withdrawn", "not-now", "none");

    public Counterfactual {
        asRecorded = List.copyOf(asRecorded);
        variants = List.copyOf(variants);
    }

    /**
     * One thing that might have been otherwise.
     *
     * @param what    in words
     * @param element where it came, null if it is all of it
     * @param from    as it was; null if the history does not tell
     * @param to      as it is here; {@code never} if it does not come
     */
    public record Variant(
            String what, @Nullable String element, @Nullable String from, String to, List<Change> changes) {
        public Variant {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Something that would have been reached otherwise.
     *
     * @param place          element ids from the process of the case to the element
     * @param of             the items of {@code nrm:of}
     * @param actual         since the case began; null if it was not reached
     * @param counterfactual likewise
     */
    public record Change(
            String place,
            String element,
            String name,
            String strand,
            List<String> of,
            Status status,
            @Nullable Duration actual,
            @Nullable Duration counterfactual) {
        public Change {
            of = List.copyOf(of);
        }
    }

    /** How it differs. */
    public enum Status {
        MISSING,
        LATER,
        EARLIER,
        EXTRA;

        /** As {@code missing}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Of the history of one case, by the newest models that it names.
     *
     * @param models the set of models by the name that entries give it
     */
    public static Counterfactual of(Function<@Nullable String, @Nullable Course> models, List<Observed> history) {
        Course course = null;
        for (var entry : history) {
            var named = models.apply(entry.model());
            if (named != null) course = named;
        }
        if (course == null || history.isEmpty()) return new Counterfactual(true, List.of(), List.of());
        return new Search(course, history).result();
    }

    private static final class Search {
        private final Course course;
        private final Inputs inputs;
        private final Instant opened;
        private final Instant end;
        private final Map<String, Reached> actual = new LinkedHashMap<>();
        private final Map<Answer, Object> told = new HashMap<>();
        private final List<Change> asRecorded;

        Search(Course course, List<Observed> history) {
            this.course = course;
            inputs = new Inputs(name -> course, history);
            opened = history.get(0).time();
            end = history.get(history.size() - 1).time();
            var again = new Rerun(course, inputs, opened, end, Set.of(), Map.of());
            var reached = again.run();
            told.putAll(again.told());
            // Within one act some milliseconds go by, which say nothing.
            inputs.reached().forEach((where, as) -> {
                var same = reached.get(where);
                var near = same != null
                        && Duration.between(as.time(), same.time()).abs().compareTo(TOLERANCE) <= 0;
                actual.put(where, near ? same : as);
            });
            asRecorded = changes(reached);
        }

        Counterfactual result() {
            var variants = new ArrayList<Variant>();
            var never = new HashSet<Long>();
            var refused = new HashMap<Answer, Object>();
            for (var input : inputs.all()) {
                if (mayNotCome(input)) {
                    never.add(input.seq());
                    variants.add(variant(sentence(input), input, null, "never", Set.of(input.seq()), Map.of()));
                }
                for (var answer : answers(input).entrySet()) {
                    var was = input.values().containsKey(answer.getKey().name())
                            ? input.values().get(answer.getKey().name())
                            : told.get(answer.getKey());
                    for (var value : answer.getValue()) {
                        if (value.equals(was)) continue;
                        variants.add(variant(
                                "'" + input.node().name() + "': "
                                        + answer.getKey().name(),
                                input,
                                was == null ? null : word(was),
                                word(value),
                                Set.of(),
                                Map.of(answer.getKey(), value)));
                    }
                    refused.put(answer.getKey(), refusal(answer.getValue()));
                }
            }
            if (!never.isEmpty() || !refused.isEmpty())
                variants.add(new Variant(
                        "Nothing comes from law enforcement, and everything is refused",
                        null,
                        null,
                        "never",
                        changes(new Rerun(course, inputs, opened, end, never, refused).run())));
            var same = asRecorded.isEmpty()
                    && variants.stream().allMatch(variant -> variant.changes().isEmpty());
            return new Counterfactual(same, asRecorded, variants);
        }

        private Variant variant(
                String what, Input input, @Nullable String was, String to, Set<Long> never, Map<Answer, Object> other) {
            return new Variant(
                    what,
                    input.node().id(),
                    was,
                    to,
                    changes(new Rerun(course, inputs, opened, end, never, other).run()));
        }

        private static String word(Object value) {
            var text = String.valueOf(value);
            return text.startsWith("\u0000") ? "another answer" : text;
        }

        private static Object refusal(Set<Object> values) {
            for (var value : values) if (value instanceof String text && REFUSALS.contains(text)) return value;
            Object last = Known.NOTHING;
            for (var value : values) last = value;
            return last;
        }

        private static String sentence(Input input) {
            var node = input.node();
            if (node.element instanceof Activity) return "'" + node.name() + "' is done";
            return "'" + node.name() + "' happens";
        }

        private boolean lawEnforcement(@Nullable String role) {
            return role != null && course.vocabulary().lawEnforcement().contains(role);
        }

        /** May it never come: work of law enforcement or justice, a message of theirs, an answer that nobody may ask for? */
        private boolean mayNotCome(Input input) {
            var node = input.node();
            if (node.element instanceof Activity
                    && (lawEnforcement(node.role) || (node.strand == Strand.JUSTICE && node.kind != Kind.PASS)))
                return true;
            if (lawEnforcement(node.sentBy) && !(input.way() == Way.START && first(input))) return true;
            var facts = facts(node);
            if (facts == null) return false;
            if (!facts.told(node).isEmpty()) return true;
            return facts.requiredFields(node).stream()
                    .anyMatch(field -> Set.of("co-operation", "migration").contains(String.valueOf(field.dataClass())));
        }

        /** The case begins somehow. */
        private boolean first(Input input) {
            return inputs.all().stream().noneMatch(other -> other.way() == Way.START && other.seq() < input.seq());
        }

        private @Nullable Facts facts(Node node) {
            var scope = node.scope;
            while (scope.parent != null) scope = scope.parent;
            return course.facts(scope.process);
        }

        /** Answers about co-operation or documents, or by law enforcement, by which something is decided: with the values told apart. */
        private Map<Answer, Set<Object>> answers(Input input) {
            var found = new LinkedHashMap<Answer, Set<Object>>();
            var node = input.node();
            var facts = facts(node);
            if (facts == null || !(node.element instanceof UserTask)) return found;
            for (var write : facts.assignments()) {
                if (write.node() != node) continue;
                var dataClass = String.valueOf(write.dataClass());
                if (!Set.of("co-operation", "migration").contains(dataClass) && !lawEnforcement(node.role)) continue;
                var values = new LinkedHashSet<Object>();
                told(facts, write.target(), values);
                for (var output : node.element.getModelInstance().getModelElementsByType(CamundaOutputParameter.class))
                    if (output.getTextContent().strip().equals("${" + write.name() + "}")
                            && facts.writes(node).contains(facts.resolve(node.scope, output.getCamundaName())))
                        told(facts, facts.resolve(node.scope, output.getCamundaName()), values);
                if (!values.isEmpty()) found.put(new Answer(input.seq(), write.name()), values);
            }
            return found;
        }

        private static void told(Facts facts, String variable, Set<Object> values) {
            var read = facts.graph.flows.stream()
                    .anyMatch(flow -> facts.reads(flow).contains(variable));
            if (read) values.addAll(facts.domain(variable));
        }

        private List<Change> changes(Map<String, Reached> reached) {
            var changes = new ArrayList<Change>();
            actual.forEach((where, as) -> {
                var here = reached.get(where);
                if (here == null) changes.add(change(as.node(), where, Status.MISSING, as.time(), null));
                else if (here.time().isAfter(as.time()))
                    changes.add(change(as.node(), where, Status.LATER, as.time(), here.time()));
                else if (here.time().isBefore(as.time()))
                    changes.add(change(as.node(), where, Status.EARLIER, as.time(), here.time()));
            });
            reached.forEach((where, as) -> {
                if (!actual.containsKey(where)) changes.add(change(as.node(), where, Status.EXTRA, null, as.time()));
            });
            return changes;
        }

        private Change change(Node node, String where, Status status, @Nullable Instant was, @Nullable Instant here) {
            return new Change(
                    where,
                    node.id(),
                    node.name(),
                    node.strand == null ? "" : node.strand.word(),
                    node.of,
                    status,
                    was == null ? null : Duration.between(opened, was),
                    here == null ? null : Duration.between(opened, here));
        }
    }
}
