package org.nrm.rights.proof;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.ConsentNeeded;
import org.nrm.rights.model.Graph.Node;

/** Which steps of a model a rule speaks of. */
final class Steps {

    private Steps() {}

    /** Steps with at least one of the marks. */
    static Predicate<Node> with(Mark... marks) {
        return node -> Arrays.stream(marks).anyMatch(node::has);
    }

    /** A consent to this kind of help, or to testify or return. */
    static Predicate<Node> consentTo(String kind) {
        return node -> node.has(Mark.CONSENTS) && kinds(node).contains(kind);
    }

    /** The kinds of {@code nrm:of}, disclosures left out. */
    static List<String> kinds(Node node) {
        return ConsentNeeded.kinds(node.of);
    }

    /** Is one of the other marks listed before this one, so that one task does both in this order? */
    static boolean earlier(Node node, Mark mark, Mark... before) {
        var at = node.marks.indexOf(mark);
        return Arrays.stream(before).anyMatch(other -> node.has(other) && node.marks.indexOf(other) < at);
    }
}
