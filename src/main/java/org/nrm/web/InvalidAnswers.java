package org.nrm.web;

import java.util.List;

/** Answers that cannot be taken; nothing of them was kept. */
public final class InvalidAnswers extends Refusal {

    private final List<FieldProblem> problems;

    public InvalidAnswers(List<FieldProblem> problems) {
        super(
                Kind.INVALID,
                "invalid-answers",
                "Some answers cannot be taken",
                "Nothing was kept. See problems for each field.");
        this.problems = List.copyOf(problems);
    }

    /** Of one answer. */
    public InvalidAnswers(String field, String message) {
        this(List.of(new FieldProblem(field, message)));
    }

    public List<FieldProblem> problems() {
        return problems;
    }
}
