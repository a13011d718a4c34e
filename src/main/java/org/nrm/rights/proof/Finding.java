package org.nrm.rights.proof;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a model.
 *
 * @param rule      id of the rule, as {@code R42}
 * @param verdict   {@link Verdict#VIOLATED} or {@link Verdict#UNUSABLE}
 * @param file      the file in which it stands
 * @param line      of the element in the file, from 1; 0 if it concerns the whole file
 * @param process   id of the process; null if it concerns the whole file
 * @param element   id of the element; null if it concerns the whole file
 * @param message   what is wrong, in plain sentences
 * @param repair    what would mend it; empty if the message says so
 * @param trace     a shortest run to it, as element ids, start first; empty for what needs no run
 * @param otherRun  for dependence: what happens to the same person in the other case, as element ids; else empty
 * @param name      what the element is called in the model; null if it has no name
 * @param cause     the finding from which this one follows; null if it stands by itself
 */
public record Finding(
        String rule,
        Verdict verdict,
        String file,
        int line,
        @Nullable String process,
        @Nullable String element,
        String message,
        String repair,
        List<String> trace,
        List<String> otherRun,
        @Nullable String name,
        @Nullable Finding cause) {

    public Finding {
        trace = List.copyOf(trace);
        otherRun = List.copyOf(otherRun);
    }

    /** A finding that follows from no other; the name is not known yet. */
    public Finding(
            String rule,
            Verdict verdict,
            String file,
            int line,
            @Nullable String process,
            @Nullable String element,
            String message,
            String repair,
            List<String> trace,
            List<String> otherRun) {
        this(rule, verdict, file, line, process, element, message, repair, trace, otherRun, null, null);
    }

    /** That it need not be mended: it goes when the other does. */
    Finding because(@Nullable Finding other) {
        return new Finding(rule, verdict, file, line, process, element, message, repair, trace, otherRun, name, other);
    }

    /** With a message of no more characters than this. */
    Finding cut(int most) {
        if (message.length() <= most) return this;
        return new Finding(
                rule, verdict, file, line, process, element, cut(message, most), repair, trace, otherRun, name, cause);
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    Finding named(@Nullable String called) {
        return new Finding(
                rule, verdict, file, line, process, element, message, repair, trace, otherRun, called, cause);
    }

    /** A finding that needs no run to be understood. */
    public static Finding of(
            String rule, String file, int line, @Nullable String process, @Nullable String element, String message) {
        return new Finding(rule, Verdict.VIOLATED, file, line, process, element, message, "", List.of(), List.of());
    }

    /** Something that cannot be judged. */
    public static Finding unusable(
            String file, int line, @Nullable String process, @Nullable String element, String message) {
        return new Finding(
                "unusable", Verdict.UNUSABLE, file, line, process, element, message, "", List.of(), List.of());
    }

    @Override
    public String toString() {
        return file
                + (line > 0 ? ", line " + line : "")
                + (element == null ? "" : ", element '" + element + "'")
                + (name == null ? "" : " (" + name + ")")
                + ": "
                + message;
    }
}
