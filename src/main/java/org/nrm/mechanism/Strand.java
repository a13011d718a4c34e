package org.nrm.mechanism;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The line of work to which an activity belongs; each activity has exactly one ({@code nrm:strand}). */
public enum Strand {
    INTAKE(false),
    INFORMATION(true),
    PROTECTION(true),
    IDENTIFICATION(true),
    LEGAL_ADVICE(true),
    ASSISTANCE(true),
    JUSTICE(false),
    REDRESS(true),
    DURABLE_SOLUTION(false),
    INCLUSION(true),
    GOVERNANCE(false);

    private final boolean unconditional;

    Strand(boolean unconditional) {
        this.unconditional = unconditional;
    }

    /** A person has it whatever she tells the police, whatever papers she has, whether or not she returns. */
    public boolean unconditional() {
        return unconditional;
    }

    /** As in the model: {@code legal-advice}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Strand> of(String word) {
        return Arrays.stream(values())
                .filter(strand -> strand.word().equals(word))
                .findFirst();
    }
}
