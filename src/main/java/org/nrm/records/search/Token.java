package org.nrm.records.search;

import java.util.Set;

/**
 * What two records of one person have in common if they are of one person. Clear text: to be hashed with a key before it
 * is stored or compared, the kind with it, so that tokens of two kinds never meet.
 *
 * @param text printable ASCII
 */
public record Token(Kind kind, String text) {

    /** What is compared. The order of given and family name, and a middle name on one side only, never matter. */
    public enum Kind {
        /** Two words of the name, or its only word, and the whole date of birth. */
        NAMES_AND_BIRTH(Strength.STRONG),
        /** The same, but the day and the month may have been exchanged. Only where both readings are dates. */
        NAMES_AND_EXCHANGED_BIRTH(Strength.LIKELY),
        /** The same with the year alone: often all that is known, or 1 January stands for it. */
        NAMES_AND_YEAR(Strength.LIKELY),
        /** One word of the name and the whole date of birth: a name changed by marriage; also twins. */
        WORD_AND_BIRTH(Strength.WEAK),
        /** Two words of the name, or its only word. Many people share a name. */
        NAMES(Strength.WEAK);

        private final Strength strength;

        Kind(Strength strength) {
            this.strength = strength;
        }

        /** What a match of this kind alone is worth. */
        public Strength strength() {
            return strength;
        }
    }

    /** How much a match is worth. None is proof: a human being compares the records. */
    public enum Strength {
        WEAK,
        LIKELY,
        STRONG;

        /** Of all kinds in which two records match: the best of them, as the better kinds contain the others. */
        public static Strength of(Set<Kind> matches) {
            return matches.stream()
                    .map(Kind::strength)
                    .max(Strength::compareTo)
                    .orElseThrow(() -> new IllegalArgumentException("No match"));
        }
    }

    /** Never the text: it would end up in a log. */
    @Override
    public String toString() {
        return "Token[" + kind + "]";
    }
}
