package org.nrm.rights.proof;

import java.util.List;
import java.util.Set;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.RightsSettings;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.proof.Precedence.Earlier;
import org.nrm.rights.proof.Rule.Form;

/** R20 to R25: what a child has besides, and how a person is interviewed. */
final class ChildrenAndInterviews {

    /** Who may say what is best for a child. */
    private static final Set<String> DETERMINE_INTERESTS = Set.of("guardian", "social-services");

    /** In their order. */
    static final List<Rule> RULES = List.of(
            Rule.of(
                    "R20",
                    "A child has a guardian before any interview or decision",
                    "CETS 197 art. 10(4)(a); Directive 2011/36/EU art. 14(2), 15(1), 16(3)",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.beforeForChildren(
                            Steps.with(Mark.CONSENTS, Mark.TESTIFIES, Mark.INTERVIEWS, Mark.REMOVES),
                            new Earlier("a guardian being appointed", Steps.with(Mark.APPOINTS_GUARDIAN)))),
            Rule.of(
                    "R21",
                    "Where age is in doubt the person is treated as a child",
                    "CETS 197 art. 10(3); Directive 2011/36/EU art. 13(2)",
                    Form.STATUTORY,
                    "declared",
                    new AgeInDoubt()),
            Rule.of(
                    "R22",
                    "Best interests are determined before lasting placement, return or testimony of a child",
                    "CRC art. 3; CETS 197 art. 14(2), 16(7); Directive 2011/36/EU art. 13(1), 16(2)",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.beforeForChildren(
                            Steps.with(Mark.TESTIFIES, Mark.REMOVES)
                                    .or(Steps.consentTo(Kinds.PLACEMENT))
                                    .or(Steps.consentTo(Kinds.RETURN)),
                            new Earlier(
                                    "a determination of best interests by the guardian or social services",
                                    node -> node.has(Mark.ASSESSES_RISK)
                                            && DETERMINE_INTERESTS.contains(String.valueOf(node.role))))),
            Rule.of(
                    "R23",
                    "Told once: interviews are not repeated without need",
                    "Directive 2011/36/EU art. 12(4)(a), 15(3)(e); Directive 2012/29/EU art. 20(b), 23",
                    Form.STATUTORY,
                    "bounded",
                    Bounds.ofAdults(Steps.with(Mark.INTERVIEWS), RightsSettings::interviewsAdult, "interviews"),
                    Bounds.ofChildren(
                            Steps.with(Mark.INTERVIEWS), RightsSettings::interviewsChild, "interviews of a child"),
                    Bounds.ofAdults(ChildrenAndInterviews::first, any -> 1, "first interviews"),
                    Bounds.ofChildren(ChildrenAndInterviews::first, any -> 1, "first interviews of a child")),
            Rule.of(
                    "R24",
                    "Interviews fit the person: trained interviewer, chosen gender, breaks, support person",
                    "Directive 2012/29/EU art. 23(2); Directive 2011/36/EU art. 15(3)(b)-(f); CETS 197 art. 10(1)",
                    Form.RECOMMENDED,
                    "declared, not-performed-by",
                    new InterviewForm(),
                    Performers.not(
                            ChildrenAndInterviews::first,
                            "police",
                            "is the first interview; the police may not hold it.")),
            Rule.of(
                    "R25",
                    "The interpreter is independent",
                    "OHCHR Guideline 6",
                    Form.STATUTORY_DUTY,
                    "not-performed-by",
                    Performers.notLawEnforcement(
                            Steps.with(Mark.INTERPRETS), "settles the language; law enforcement may not.")));

    private ChildrenAndInterviews() {}

    private static boolean first(Node node) {
        return node.has(Mark.INTERVIEWS)
                && Annotations.value(node.element, "interview").orElse("").equals("first");
    }
}
