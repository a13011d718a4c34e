package org.nrm.records.print;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept about the person and that she may see (Regulation (EU) 2016/679 art. 15(3)).
 *
 * @param made         day on which the sheet is made
 * @param complaintsTo where to complain; null where only the sentence on complaints is printed
 */
public record DataCopy(
        String caseReference,
        LocalDate made,
        List<Step> steps,
        @Nullable String complaintsTo) {

    public DataCopy {
        steps = List.copyOf(steps);
    }

    /**
     * One step of the pathway.
     *
     * @param name what it is called
     * @param on   day on which it was written down
     * @param by   name of the agency that wrote it down
     */
    public record Step(String name, LocalDate on, String by, List<Answer> answers) {

        public Step {
            answers = List.copyOf(answers);
        }
    }

    /**
     * One question with its answers, in words.
     *
     * @param values empty where nothing was answered
     */
    public record Answer(String question, List<String> values) {

        public Answer {
            values = List.copyOf(values);
        }
    }
}
