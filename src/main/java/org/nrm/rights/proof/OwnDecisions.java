package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;
import org.nrm.rights.model.ConsentNeeded;
import org.nrm.rights.model.Graph.Node;
import org.nrm.rights.proof.Availability.NoLoss;
import org.nrm.rights.proof.Precedence.Earlier;
import org.nrm.rights.proof.Rule.Form;

/** R9 to R19: what must come before a consent, a service, testimony and return, so that each is the person's own decision. */
final class OwnDecisions {

    private static final Earlier LEGAL_ADVICE = new Earlier("legal advice", Steps.with(Mark.ADVISES));
    private static final Earlier RISK = new Earlier("an assessment of risk", Steps.with(Mark.ASSESSES_RISK));

    /** In their order. */
    static final List<Rule> RULES = List.of(
            Rule.of(
                    "R9",
                    "Information comes before any consent",
                    "CETS 197 art. 12(7), 12(1)(d); Directive 2011/36/EU art. 11(5)-(6); Directive 2004/81/EC art. 5; Regulation (EU) 2016/679 art. 7, 13",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.before(
                            node -> node.has(Mark.CONSENTS)
                                    && !Steps.earlier(node, Mark.CONSENTS, Mark.INFORMS, Mark.ADVISES),
                            new Earlier("information or advice", Steps.with(Mark.INFORMS, Mark.ADVISES)))),
            Rule.of(
                    "R10",
                    "Information and interviews are in a language that the person understands",
                    "CETS 197 art. 12(1)(c)-(d), 15(1); Directive 2012/29/EU art. 3, 7",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.before(
                            OwnDecisions::beforeTheLanguage,
                            new Earlier("the language being settled", Steps.with(Mark.INTERPRETS)))),
            Rule.of(
                    "R11",
                    "Nothing is passed on without consent to that recipient and purpose",
                    "CETS 197 art. 11(1), 12(7); Regulation (EU) 2016/679 art. 6, 7, 9",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.before(Steps.with(Mark.DISCLOSES), OwnDecisions::consentsToDisclose)),
            Rule.of(
                    "R12",
                    "Each specialised service starts from its own consent",
                    "CETS 197 art. 12(7); Directive 2011/36/EU art. 11(5)",
                    Form.STATUTORY_DUTY,
                    "precedes",
                    Precedence.before(OwnDecisions::needsConsent, OwnDecisions::consentToService)),
            Rule.of(
                    "R13",
                    "Independent legal advice comes before testimony",
                    "CETS 197 art. 12(1)(e), 15(2); Directive 2011/36/EU art. 12(2)",
                    Form.STATUTORY_DUTY,
                    "precedes",
                    Precedence.before(Steps.with(Mark.TESTIFIES), LEGAL_ADVICE)),
            Rule.of(
                    "R14",
                    "Independent legal advice comes before any statement to law enforcement",
                    "Directive 2011/36/EU art. 12(2); CETS 197 art. 15(1)-(2)",
                    Form.STATUTORY_DUTY,
                    "precedes",
                    Precedence.beforeLawEnforcement(Steps.with(Mark.INTERVIEWS), LEGAL_ADVICE)),
            Rule.of(
                    "R15",
                    "Testimony only by the person's own recorded decision",
                    "CETS 197 art. 12(6), 28; OHCHR Guideline 6.4",
                    Form.STATUTORY_DUTY,
                    "precedes",
                    Precedence.before(
                            Steps.with(Mark.TESTIFIES),
                            new Earlier(
                                    "the person's own recorded decision to testify", Steps.consentTo(Kinds.TESTIMONY))),
                    new DecisionToTestify()),
            Rule.of(
                    "R16",
                    "Risk is assessed before testimony, and again when it changes",
                    "CETS 197 art. 28; Directive 2011/36/EU art. 12(3); Directive 2012/29/EU art. 22",
                    Form.STATUTORY,
                    "precedes, available",
                    Precedence.before(Steps.with(Mark.TESTIFIES), RISK),
                    Availability.after(Mark.ASSESSES_RISK, Mark.RISK_CHANGES, "saying that the risk has changed"),
                    new NoLoss(Mark.RISK_CHANGES)),
            Rule.of(
                    "R17",
                    "A recovery and reflection period of at least 30 days is offered to everyone",
                    "CETS 197 art. 13(1); Directive 2004/81/EC art. 6; Directive 2011/36/EU art. 11(6)",
                    Form.STATUTORY,
                    "offered, timed",
                    Offered.toEveryone(Kinds.REFLECTION, "a recovery and reflection period"),
                    new Times.Reflection()),
            Rule.of(
                    "R18",
                    "No removal during reflection; a wish to go home early is honoured",
                    "CETS 197 art. 10(2), 13(1); Directive 2004/81/EC art. 6(2)",
                    Form.STATUTORY_DUTY,
                    "precedes",
                    Precedence.before(
                            Steps.with(Mark.REMOVES),
                            new Earlier(
                                    "the reflection period, or an informed refusal of it",
                                    node -> node.has(Mark.REFLECTS)
                                            || (node.has(Mark.REFUSES)
                                                    && Steps.kinds(node).contains(Kinds.REFLECTION))))),
            Rule.of(
                    "R19",
                    "Return is voluntary, safe and risk-assessed",
                    "CETS 197 art. 16(2), 16(7); Palermo Protocol art. 8(2); OHCHR Principle 11",
                    Form.STATUTORY,
                    "precedes",
                    Precedence.before(
                            Steps.with(Mark.REMOVES),
                            RISK,
                            LEGAL_ADVICE,
                            new Earlier("consent to the return", Steps.consentTo(Kinds.RETURN)))));

    private OwnDecisions() {}

    /** Does it tell, ask or hear the person, and is the language not settled in the same step before? */
    private static boolean beforeTheLanguage(Node node) {
        return Stream.of(Mark.INFORMS, Mark.INTERVIEWS, Mark.TESTIFIES)
                .anyMatch(mark -> node.has(mark) && !Steps.earlier(node, mark, Mark.INTERPRETS));
    }

    private static List<Earlier> consentsToDisclose(Node node) {
        var consents = new ArrayList<Earlier>();
        for (var scope : Annotations.scopes(Annotations.discloses(node.element)))
            for (var dataClass : scope.classes()) {
                var one = new DisclosureScope(Set.of(dataClass), scope.role());
                consents.add(new Earlier(
                        "a consent to pass '" + dataClass + "' on to '" + scope.role() + "'",
                        consent -> consent.has(Mark.CONSENTS)
                                && Annotations.scopes(consent.of).stream().anyMatch(given -> given.covers(one))));
            }
        return consents;
    }

    /** An assistance activity that needs its own consent. */
    private static boolean needsConsent(Node node) {
        return node.element instanceof UserTask && ConsentNeeded.by(node.process, node.strand, node.role, node.marks);
    }

    private static List<Earlier> consentToService(Node node) {
        var kinds = Steps.kinds(node);
        return List.of(new Earlier(
                "a consent to this service",
                consent -> consent.has(Mark.CONSENTS)
                        && Steps.kinds(consent).stream().anyMatch(of -> Kinds.covers(of, kinds))));
    }
}
