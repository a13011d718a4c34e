package org.nrm.access;

import java.util.List;

/** Answers that cannot be taken; nothing of them was kept. */
public final class InvalidAnswers extends RuntimeException {

    private final List<FieldProblem> problems;

    public InvalidAnswers(List<FieldProblem> problems) {
        super("The answers have " + problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    public List<FieldProblem> problems() {
        return problems;
    }
}
