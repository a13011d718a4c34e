package org.nrm.rights.proof;

import java.util.List;
import java.util.Set;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.model.Origin;
import org.nrm.rights.proof.Availability.NoLoss;
import org.nrm.rights.proof.Precedence.Earlier;
import org.nrm.rights.proof.Rule.Form;

/** R26 to R33: what everyone is offered, and what she may do at any time. */
final class HelpAndRights {

    private static final String WITHDRAWING = "withdrawing";

    /** In their order. */
    static final List<Rule> RULES = List.of(
            Rule.of(
                    "R26",
                    "Everyone is offered safe housing, material aid, health care, psychosocial help, interpretation, legal advice, and a child schooling",
                    "Palermo Protocol art. 6(3); CETS 197 art. 12(1)-(3); Directive 2011/36/EU art. 11(5), 11(7)",
                    Form.STATUTORY,
                    "offered",
                    Offered.toEveryone(Kinds.SHELTER),
                    Offered.toEveryone(Kinds.MATERIAL),
                    Offered.toEveryone(Kinds.HEALTH),
                    Offered.toEveryone(Kinds.PSYCHOSOCIAL),
                    Offered.toEveryone(Kinds.INTERPRETATION),
                    Offered.toEveryone(Kinds.LEGAL_ADVICE),
                    Offered.toChildren(Kinds.SCHOOLING)),
            Rule.of(
                    "R27",
                    "Urgent risk and needs are looked at within a day",
                    "CETS 197 art. 12(2); Directive 2012/29/EU art. 22",
                    Form.STATUTORY,
                    "timed",
                    new Times.FirstLook(),
                    new Times.EmergencyCare()),
            Rule.of(
                    "R28",
                    "A shelter is a home, not custody: free to leave, free to come back",
                    "OHCHR Principle 7, Guidelines 2.6, 6.1; CETS 197 art. 12(7)",
                    Form.STATUTORY_DUTY,
                    "available, not-performed-by",
                    Availability.always(
                            Mark.WITHDRAWS,
                            WITHDRAWING,
                            node -> Steps.kinds(node).contains(Kinds.PLACEMENT)),
                    Performers.notLawEnforcement(
                            HelpAndRights::ofShelter, "has to do with a shelter; law enforcement has no part in it.")),
            Rule.of(
                    "R29",
                    "A placement fits the person, and dependants stay together",
                    "Palermo Protocol art. 6(4); CETS 197 art. 12(7), 17; Directive 2011/36/EU art. 11(7)",
                    Form.STATUTORY,
                    "precedes, declared",
                    Precedence.before(
                            Steps.consentTo(Kinds.PLACEMENT),
                            new Earlier("an assessment of needs", Steps.with(Mark.ASSESSES_NEEDS))),
                    new PlacementWishes()),
            Rule.of(
                    "R30",
                    "Consent, statement, testimony and participation can be withdrawn at any time with no loss",
                    "Regulation (EU) 2016/679 art. 7(3); CETS 197 art. 12(6)-(7); OHCHR Guideline 6.4",
                    Form.STATUTORY,
                    "available",
                    Availability.always(Mark.WITHDRAWS, WITHDRAWING),
                    new NoLoss(Mark.WITHDRAWS)),
            Rule.of(
                    "R31",
                    "A complaint is open in every state, to someone else than the agency concerned",
                    "CETS 197 art. 15; OHCHR Guideline 9",
                    Form.STATUTORY_DUTY,
                    "available",
                    Availability.always(Mark.COMPLAINS, "complaining"),
                    new NoLoss(Mark.COMPLAINS)),
            Rule.of(
                    "R32",
                    "Access, correction and erasure can be asked for in every state",
                    "Regulation (EU) 2016/679 art. 12, 15-17; Directive (EU) 2016/680 art. 14, 16; CETS 197 art. 11(1)",
                    Form.STATUTORY,
                    "available, timed",
                    Availability.always(Mark.REQUESTS_DATA, "asking for one's data"),
                    new NoLoss(Mark.REQUESTS_DATA),
                    new Times.Answered()),
            Rule.of(
                    "R33",
                    "A negative decision is told, can be appealed to others, and help goes on meanwhile",
                    "CETS 197 art. 10(2)",
                    Form.STATUTORY_DUTY,
                    "offered, available, independent",
                    new Told(),
                    Availability.after(Mark.IDENTIFIES, Mark.APPEALS, "appealing"),
                    new NoLoss(Mark.APPEALS),
                    Independence.of(Set.of(Strand.ASSISTANCE), Origin.DECISION)));

    private HelpAndRights() {}

    private static boolean ofShelter(Node node) {
        var kinds = Steps.kinds(node);
        return node.process.equals("shelter-placement")
                || kinds.contains(Kinds.SHELTER)
                || kinds.contains(Kinds.PLACEMENT);
    }
}
