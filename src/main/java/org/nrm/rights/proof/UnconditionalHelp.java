package org.nrm.rights.proof;

import java.util.List;
import java.util.Set;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.Origin;
import org.nrm.rights.proof.Rule.Form;

/** R1 to R8: help comes to everyone, whatever she answers and whoever does nothing. */
final class UnconditionalHelp {

    /** In their order. */
    static final List<Rule> RULES = List.of(
            Rule.of(
                    "R1",
                    "Help never depends on willingness to co-operate or testify",
                    "CETS 197 art. 12(6); Directive 2011/36/EU art. 11(3); OHCHR Principle 8, Guideline 6.1",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.CO_OPERATION)),
            Rule.of(
                    "R2",
                    "Help never waits for the work of law enforcement",
                    "CETS 197 art. 12(6), 27(1); Directive 2011/36/EU art. 9(1), 11(3)",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.LAW_ENFORCEMENT)),
            Rule.of(
                    "R3",
                    "Help never depends on documents or residence status",
                    "CETS 197 art. 3, 12; OHCHR Principles 1, 3",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.MIGRATION)),
            Rule.of(
                    "R4",
                    "Help never depends on agreeing to return home",
                    "OHCHR Principle 11, Guideline 6.7; CETS 197 art. 16(2)",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.MIGRATION)),
            Rule.of(
                    "R5",
                    "Help never depends on being entered in a database of police or migration authorities",
                    "CETS 197 art. 11; OHCHR Guideline 6.6",
                    Form.STATUTORY,
                    "independent",
                    Independence.ofHelp(Origin.CO_OPERATION)),
            Rule.of(
                    "R6",
                    "Being identified does not depend on a criminal case, a suspect or a conviction",
                    "CETS 197 art. 10(2), 27; Directive 2011/36/EU art. 11(4)",
                    Form.STATUTORY,
                    "independent",
                    Independence.of(
                            Set.of(Strand.IDENTIFICATION),
                            Origin.CO_OPERATION,
                            Origin.LAW_ENFORCEMENT,
                            Origin.INVESTIGATION)),
            Rule.of(
                    "R7",
                    "Police alone do not decide who is a victim; a multi-agency authority with NGOs does",
                    "CETS 197 art. 10(1), 29(1), 35; Directive 2011/36/EU art. 11(4)",
                    Form.STATUTORY_DUTY,
                    "performed-by",
                    Performers.only(
                            Steps.with(Mark.IDENTIFIES),
                            "competent-authority",
                            "decides who is identified; only the competent authority, several agencies together, may do so.")),
            Rule.of(
                    "R8",
                    "Urgent help starts at the first indication, before any decision",
                    "CETS 197 art. 10(2) with 12(1)-(2); Directive 2011/36/EU art. 11(2), 11(5)",
                    Form.STATUTORY,
                    "independent",
                    Independence.of(
                            Set.of(Strand.PROTECTION, Strand.ASSISTANCE), Origin.DECISION, Origin.IDENTIFICATION)));

    private UnconditionalHelp() {}
}
