package org.nrm.records.print;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One consent, for the person to keep (Regulation (EU) 2016/679 art. 7).
 *
 * @param made         day on which the sheet is made
 * @param withdrawn    day on which it was taken back; null while it holds
 * @param complaintsTo where to complain, as name and telephone; null where only the sentence on complaints is printed
 */
public record ConsentSheet(
        String caseReference,
        LocalDate made,
        Agreed agreed,
        Given given,
        @Nullable LocalDate withdrawn,
        @Nullable String complaintsTo) {

    /**
     * What was agreed to.
     *
     * @param kinds          of help, as {@code placement}; may be empty
     * @param classes        of data that may be passed on, as {@code support}; may be empty
     * @param to             who receives them; null for help
     * @param purpose        code, as {@code referral}
     * @param purposeInWords the same in free words
     * @param notToReceive   who must not get it, in free words
     * @param until          day on which it ends by itself
     */
    public record Agreed(
            List<String> kinds,
            List<String> classes,
            @Nullable Recipient to,
            @Nullable String purpose,
            @Nullable String purposeInWords,
            @Nullable String notToReceive,
            LocalDate from,
            LocalDate until) {

        public Agreed {
            kinds = List.copyOf(kinds);
            classes = List.copyOf(classes);
        }
    }

    /**
     * How it was given.
     *
     * @param childsView  what a child thinks of it, in free words
     * @param form        code, as {@code signature}
     * @param language    code of the language in which it was explained
     * @param interpreter null where none was there
     * @param inOwnWords  what the person understood, in free words
     * @param recordedBy  name of the agency
     */
    public record Given(
            Giver by,
            @Nullable String childsView,
            @Nullable String form,
            @Nullable String language,
            @Nullable Interpreter interpreter,
            @Nullable String inOwnWords,
            String recordedBy) {}

    /** Who says yes: a guardian does for a child, who is heard. */
    public enum Giver {
        PERSON,
        GUARDIAN
    }

    /**
     * Interpreters have no name on paper.
     *
     * @param number null where it was not noted
     */
    public record Interpreter(@Nullable String number) {}
}
