package org.nrm.rights.proof;

import java.util.List;
import java.util.Set;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Origin;
import org.nrm.rights.proof.Precedence.Earlier;
import org.nrm.rights.proof.Rule.Form;

/** R34 to R42: what goes on beyond the first help; and that a model is sound and says of everything what it is. */
final class LastingHelp {

    /** In their order. */
    static final List<Rule> RULES = List.of(
            Rule.of(
                    "R34",
                    "Offences that a person was compelled to commit are not punished: someone checks and asks",
                    "CETS 197 art. 26; Directive 2011/36/EU art. 8; OHCHR Principle 7",
                    Form.STATUTORY,
                    "offered",
                    Offered.toEveryone(
                            Kinds.NON_PUNISHMENT, "help against punishment for what the person was compelled to do")),
            Rule.of(
                    "R35",
                    "Wages, belongings and compensation are pursued, whatever happens in the criminal case",
                    "CETS 197 art. 15(3)-(4); Directive 2011/36/EU art. 17; Palermo Protocol art. 6(6)",
                    Form.STATUTORY,
                    "offered, independent",
                    Offered.toEveryone(Kinds.REDRESS),
                    Independence.of(Set.of(Strand.REDRESS), Origin.LAW_ENFORCEMENT)),
            Rule.of(
                    "R36",
                    "Health facts and tests are voluntary and never a condition",
                    "OHCHR Guideline 6.2; CETS 197 art. 12(7)",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.HEALTH),
                    Independence.of(Set.of(Strand.DURABLE_SOLUTION), Origin.HEALTH)),
            Rule.of(
                    "R37",
                    "Where the person lives is not told to law enforcement",
                    "CETS 197 art. 11, 28, 30; OHCHR Guideline 6.6",
                    Form.STATUTORY,
                    "declared",
                    new LocationKept()),
            Rule.of(
                    "R38",
                    "A referral across a border only with consent, and support goes on until the other side confirms",
                    "CETS 197 art. 16, 32-34; Directive 2011/36/EU art. 11(4); OHCHR Guideline 11",
                    Form.STATUTORY,
                    "precedes",
                    // The consent is that to the disclosure; that help goes on after it, these rules say of all help.
                    new Rule.KeptBy(List.of("R1", "R2", "R3", "R4", "R11", "R39"))),
            Rule.of(
                    "R39",
                    "No case closes without an offer of long-term support",
                    "CETS 197 art. 12, 16(5); Directive 2011/36/EU art. 11(1)",
                    Form.STATUTORY,
                    "offered, precedes",
                    Offered.toEveryone(Kinds.LONG_TERM_SUPPORT, "long-term support"),
                    Precedence.before(
                            Steps.with(Mark.CLOSES),
                            new Earlier(
                                    "an offer of long-term support, or its refusal",
                                    node -> (node.has(Mark.OFFERS) || node.has(Mark.REFUSES))
                                            && Steps.kinds(node).contains(Kinds.LONG_TERM_SUPPORT)))),
            Rule.of(
                    "R40",
                    "The right to seek asylum is explained and kept separate",
                    "CETS 197 art. 14(5), 40(4); Directive 2011/36/EU art. 11(6); Palermo Protocol art. 14",
                    Form.STATUTORY,
                    "offered",
                    Offered.toEveryone(Kinds.ASYLUM, "information and advice on asylum")),
            Rule.of(
                    "R41",
                    "The model can always complete and nothing in it is dead",
                    "needed for R26 and R39",
                    Form.ENGINEERING,
                    "sound",
                    new Soundness.Check(),
                    new Splits.Repeated()),
            Rule.of(
                    "R42",
                    "Everything is annotated, and every fact has a class",
                    "Regulation (EU) 2016/679 art. 5(2), 25",
                    Form.STATUTORY,
                    "declared",
                    new Annotated(),
                    new AnnotatedOnce(),
                    new Splits(),
                    new Events(),
                    new DecidingData()));

    private LastingHelp() {}
}
