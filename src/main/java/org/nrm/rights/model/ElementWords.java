package org.nrm.rights.model;

import java.util.Locale;
import java.util.Map;

/** The kinds of elements as people call them. */
public final class ElementWords {

    private static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("subProcess", "subprocess"),
            Map.entry("adHocSubProcess", "ad-hoc subprocess"),
            Map.entry("participant", "pool"),
            Map.entry("eventBasedGateway", "event-based gateway"),
            Map.entry("standardLoopCharacteristics", "loop marker"),
            Map.entry("multiInstanceLoopCharacteristics", "repetition"),
            Map.entry("transaction", "transaction subprocess"),
            Map.entry("callChoreography", "call of a choreography"),
            Map.entry("potentialOwner", "potential owner"),
            Map.entry("conditionExpression", "condition"),
            Map.entry("text", "cell or text"));

    private ElementWords() {}

    /** As {@code user task} for {@code userTask}. */
    public static String of(String localName) {
        var own = OWN.get(localName);
        return own != null
                ? own
                : localName.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** With its article, as {@code an end event}. */
    public static String one(String localName) {
        var words = of(localName);
        return ("aeio".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }
}
