package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nrm.mechanism.RightsSettings;

/**
 * All rights rules in their order: those of the program, which no configuration loosens, and those that the configuration adds.
 */
public final class Rules {

    /** The program's own. */
    static final List<Rule> OWN = Stream.of(
                    UnconditionalHelp.RULES,
                    OwnDecisions.RULES,
                    ChildrenAndInterviews.RULES,
                    HelpAndRights.RULES,
                    LastingHelp.RULES)
            .flatMap(List::stream)
            .toList();

    private final RightsSettings settings;
    private final List<Rule> all;
    private final Map<String, Integer> places;

    /** The rules of the program and of the settings. */
    public Rules(RightsSettings settings) {
        this.settings = settings;
        var rules = new ArrayList<>(OWN);
        settings.added().forEach(added -> rules.add(AddedRules.rule(added)));
        all = List.copyOf(rules);
        places = all.stream().collect(Collectors.toMap(Rule::id, all::indexOf));
    }

    /** In their order. */
    public List<Rule> all() {
        return all;
    }

    RightsSettings settings() {
        return settings;
    }

    /** Findings by the order of rules; those of no rule first. */
    Comparator<String> order() {
        return Comparator.comparingInt(id -> places.getOrDefault(id, -1));
    }
}
