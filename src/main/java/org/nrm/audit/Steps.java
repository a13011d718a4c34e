package org.nrm.audit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Act;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.pathway.ModelSet;
import org.nrm.rights.model.ModelElements.Element;
import org.nrm.rights.model.ModelElements.Kind;

/**
 * Reads the entries of one case for an export. What is not named here as safe to tell is left out: an entry may hold a user, an agency or
 * an id in any of its facts.
 */
final class Steps {

    /** Steps of a model: they go by the name of the element. */
    private static final Set<EntryType> OF_MODEL = Set.of(
            EntryType.ENTERED,
            EntryType.LEFT,
            EntryType.CANCELLED,
            EntryType.FLOW,
            EntryType.TASK_CREATED,
            EntryType.CLAIMED,
            EntryType.UNCLAIMED,
            EntryType.COMPLETED,
            EntryType.TASK_CANCELLED);

    private static final Set<EntryType> OF_FACTS = Set.of(EntryType.CASE_OPENED, EntryType.COMPLETED, EntryType.FACT);

    private static final Map<EntryType, Set<String>> CODES = Map.ofEntries(
            Map.entry(EntryType.MESSAGE, Set.of("message", "type")),
            Map.entry(EntryType.ASSIGNED, Set.of("role", "agency")),
            Map.entry(EntryType.REASSIGNED, Set.of("role", "agency")),
            Map.entry(EntryType.ESCALATED, Set.of("to")),
            Map.entry(EntryType.CONSENT_GIVEN, Set.of("of", "to")),
            Map.entry(EntryType.CONSENT_WITHDRAWN, Set.of("of")),
            Map.entry(EntryType.CONSENT_ENDED, Set.of("of")),
            Map.entry(EntryType.WITHDRAWN, Set.of("what")),
            Map.entry(EntryType.DISCLOSED, Set.of("classes", "to", "ground")),
            Map.entry(EntryType.DISCLOSURE_ENDED, Set.of("to")),
            Map.entry(EntryType.VIEWED, Set.of("classes")),
            Map.entry(EntryType.ERASED, Set.of("classes", "why")),
            Map.entry(EntryType.RESTRICTED, Set.of("classes")),
            Map.entry(EntryType.RESTRICTION_LIFTED, Set.of("classes")),
            Map.entry(EntryType.EXPORTED, Set.of("format")));

    /** A word of a closed list, or some of them. */
    private static final Pattern WORDS = Pattern.compile("[\\p{Alnum}_.,>-]{1,64}( [\\p{Alnum}_.,>-]{1,64}){0,31}");

    private final Function<String, Optional<ModelSet>> models;
    private final Disguise disguise;
    private final Lifecycle lifecycle = new Lifecycle();
    private @Nullable String model;
    private Optional<ModelSet> set = Optional.empty();

    /** @param models by their hash */
    Steps(Function<String, Optional<ModelSet>> models, Disguise disguise) {
        this.models = models;
        this.disguise = disguise;
    }

    /** The next entry, in order. */
    Step next(Entry entry) {
        var act = entry.act();
        var place = act.place();
        if (place != null && !place.model().equals(model)) {
            model = place.model();
            set = models.apply(model);
        }
        var process = act.process();
        var id = act.element();
        var element = process == null || id == null
                ? null
                : set.flatMap(known -> known.elements().find(process, id)).orElse(null);
        var codes = told(act.facts(), CODES.getOrDefault(act.type(), Set.of()));
        return new Step(
                entry,
                name(act, element, codes),
                element,
                model,
                lifecycle.next(entry, element == null ? Kind.ACTIVITY : element.kind()),
                OF_FACTS.contains(act.type())
                        ? told(act.facts(), set.map(ModelSet::readInConditions).orElse(Set.of()))
                        : Map.of(),
                codes);
    }

    private static String name(Act act, @Nullable Element element, Map<String, String> codes) {
        if (OF_MODEL.contains(act.type()))
            return element == null || element.name() == null ? String.valueOf(act.element()) : element.name();
        var message = codes.getOrDefault("message", codes.get("type"));
        return act.type() == EntryType.MESSAGE && message != null
                ? message
                : act.type().word();
    }

    private Map<String, String> told(Map<String, String> facts, Set<String> keys) {
        var told = new TreeMap<String, String>();
        facts.forEach((key, value) -> {
            if (keys.contains(key) && WORDS.matcher(value).matches()) told.put(key, disguise.fact(key, value));
        });
        return told;
    }
}
