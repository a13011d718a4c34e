package org.nrm.casework;

import java.util.List;

/** Answers that cannot be taken; nothing of them was kept. */
final class InvalidAnswers extends RuntimeException {

    private final List<FieldProblem> problems;

    InvalidAnswers(List<FieldProblem> problems) {
        super("The answers have " + problems.size() + " problems");
        this.problems = List.copyOf(problems);
    }

    List<FieldProblem> problems() {
        return problems;
    }
}
