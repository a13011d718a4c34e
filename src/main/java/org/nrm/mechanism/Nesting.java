package org.nrm.mechanism;

import java.util.Optional;

/** How deep and how long an expression may be, so that whoever reads it needs a bounded stack. */
public final class Nesting {

    private static final int DEEPEST = 40;
    private static final int LONGEST = 2_000;

    private Nesting() {}

    /** Why an expression is refused before it is read; empty if it is not. */
    public static Optional<String> tooDeep(String expression) {
        if (expression.length() > LONGEST)
            return Optional.of(
                    "an expression is longer than " + LONGEST + " characters; split it, or use a decision table");
        var depth = 0;
        for (var at = 0; at < expression.length(); at++) {
            switch (expression.charAt(at)) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {
                    // No bracket.
                }
            }
            if (depth > DEEPEST)
                return Optional.of("an expression has more than " + DEEPEST + " brackets in each other; split it");
        }
        return Optional.empty();
    }
}
