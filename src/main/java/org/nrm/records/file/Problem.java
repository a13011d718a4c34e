package org.nrm.records.file;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;

/** What is wrong with what was typed, for a page: one text beside each field. */
public final class Problem {

    private Problem() {}

    public static Map<String, String> byField(InvalidAnswers answers) {
        return answers.problems().stream()
                .collect(Collectors.toMap(
                        FieldProblem::field, FieldProblem::message, (first, second) -> first, TreeMap::new));
    }
}
