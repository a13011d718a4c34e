package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.nrm.mechanism.RightsSettings;
import org.nrm.rights.proof.Rule.Form;

/**
 * The rights rules: those of the program, which no configuration loosens, and those that the configuration adds.
 */
public final class Rules {

    private static final List<Rule> STATUTORY = List.of(
            new Rule(
                    "R1",
                    "Help never depends on willingness to co-operate or testify",
                    "CETS 197 art. 12(6); Directive 2011/36/EU art. 11(3); OHCHR Principle 8, Guideline 6.1",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R2",
                    "Help never waits for the work of law enforcement",
                    "CETS 197 art. 12(6), 27(1); Directive 2011/36/EU art. 9(1), 11(3)",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R3",
                    "Help never depends on documents or residence status",
                    "CETS 197 art. 3, 12; OHCHR Principles 1, 3",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R4",
                    "Help never depends on agreeing to return home",
                    "OHCHR Principle 11, Guideline 6.7; CETS 197 art. 16(2)",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R5",
                    "Help never depends on being entered in a database of police or migration authorities",
                    "CETS 197 art. 11; OHCHR Guideline 6.6",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R6",
                    "Being identified does not depend on a criminal case, a suspect or a conviction",
                    "CETS 197 art. 10(2), 27; Directive 2011/36/EU art. 11(4)",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R7",
                    "Police alone do not decide who is a victim; a multi-agency authority with NGOs does",
                    "CETS 197 art. 10(1), 29(1), 35; Directive 2011/36/EU art. 11(4)",
                    Form.STATUTORY_DUTY,
                    "performed-by"),
            new Rule(
                    "R8",
                    "Urgent help starts at the first indication, before any decision",
                    "CETS 197 art. 10(2) with 12(1)-(2); Directive 2011/36/EU art. 11(2), 11(5)",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R9",
                    "Information comes before any consent",
                    "CETS 197 art. 12(7), 12(1)(d); Directive 2011/36/EU art. 11(5)-(6); Directive 2004/81/EC art. 5; Regulation (EU) 2016/679 art. 7, 13",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R10",
                    "Information and interviews are in a language that the person understands",
                    "CETS 197 art. 12(1)(c)-(d), 15(1); Directive 2012/29/EU art. 3, 7",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R11",
                    "Nothing is passed on without consent to that recipient and purpose",
                    "CETS 197 art. 11(1), 12(7); Regulation (EU) 2016/679 art. 6, 7, 9",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R12",
                    "Each specialised service starts from its own consent",
                    "CETS 197 art. 12(7); Directive 2011/36/EU art. 11(5)",
                    Form.STATUTORY_DUTY,
                    "precedes"),
            new Rule(
                    "R13",
                    "Independent legal advice comes before testimony",
                    "CETS 197 art. 12(1)(e), 15(2); Directive 2011/36/EU art. 12(2)",
                    Form.STATUTORY_DUTY,
                    "precedes"),
            new Rule(
                    "R14",
                    "Independent legal advice comes before any statement to law enforcement",
                    "Directive 2011/36/EU art. 12(2); CETS 197 art. 15(1)-(2)",
                    Form.STATUTORY_DUTY,
                    "precedes"),
            new Rule(
                    "R15",
                    "Testimony only by the person's own recorded decision",
                    "CETS 197 art. 12(6), 28; OHCHR Guideline 6.4",
                    Form.STATUTORY_DUTY,
                    "precedes"),
            new Rule(
                    "R16",
                    "Risk is assessed before testimony, and again when it changes",
                    "CETS 197 art. 28; Directive 2011/36/EU art. 12(3); Directive 2012/29/EU art. 22",
                    Form.STATUTORY,
                    "precedes, available"),
            new Rule(
                    "R17",
                    "A recovery and reflection period of at least 30 days is offered to everyone",
                    "CETS 197 art. 13(1); Directive 2004/81/EC art. 6; Directive 2011/36/EU art. 11(6)",
                    Form.STATUTORY,
                    "offered, timed"),
            new Rule(
                    "R18",
                    "No removal during reflection; a wish to go home early is honoured",
                    "CETS 197 art. 10(2), 13(1); Directive 2004/81/EC art. 6(2)",
                    Form.STATUTORY_DUTY,
                    "precedes"),
            new Rule(
                    "R19",
                    "Return is voluntary, safe and risk-assessed",
                    "CETS 197 art. 16(2), 16(7); Palermo Protocol art. 8(2); OHCHR Principle 11",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R20",
                    "A child has a guardian before any interview or decision",
                    "CETS 197 art. 10(4)(a); Directive 2011/36/EU art. 14(2), 15(1), 16(3)",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R21",
                    "Where age is in doubt the person is treated as a child",
                    "CETS 197 art. 10(3); Directive 2011/36/EU art. 13(2)",
                    Form.STATUTORY,
                    "declared"),
            new Rule(
                    "R22",
                    "Best interests are determined before lasting placement, return or testimony of a child",
                    "CRC art. 3; CETS 197 art. 14(2), 16(7); Directive 2011/36/EU art. 13(1), 16(2)",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R23",
                    "Told once: interviews are not repeated without need",
                    "Directive 2011/36/EU art. 12(4)(a), 15(3)(e); Directive 2012/29/EU art. 20(b), 23",
                    Form.STATUTORY,
                    "bounded"),
            new Rule(
                    "R24",
                    "Interviews fit the person: trained interviewer, chosen gender, breaks, support person",
                    "Directive 2012/29/EU art. 23(2); Directive 2011/36/EU art. 15(3)(b)-(f); CETS 197 art. 10(1)",
                    Form.RECOMMENDED,
                    "declared, not-performed-by"),
            new Rule(
                    "R25",
                    "The interpreter is independent",
                    "OHCHR Guideline 6",
                    Form.STATUTORY_DUTY,
                    "not-performed-by"),
            new Rule(
                    "R26",
                    "Everyone is offered safe housing, material aid, health care, psychosocial help, interpretation, legal advice, and a child schooling",
                    "Palermo Protocol art. 6(3); CETS 197 art. 12(1)-(3); Directive 2011/36/EU art. 11(5), 11(7)",
                    Form.STATUTORY,
                    "offered"),
            new Rule(
                    "R27",
                    "Urgent risk and needs are looked at within a day",
                    "CETS 197 art. 12(2); Directive 2012/29/EU art. 22",
                    Form.STATUTORY,
                    "timed"),
            new Rule(
                    "R28",
                    "A shelter is a home, not custody: free to leave, free to come back",
                    "OHCHR Principle 7, Guidelines 2.6, 6.1; CETS 197 art. 12(7)",
                    Form.STATUTORY_DUTY,
                    "available, not-performed-by"),
            new Rule(
                    "R29",
                    "A placement fits the person, and dependants stay together",
                    "Palermo Protocol art. 6(4); CETS 197 art. 12(7), 17; Directive 2011/36/EU art. 11(7)",
                    Form.STATUTORY,
                    "precedes, declared"),
            new Rule(
                    "R30",
                    "Consent, statement, testimony and participation can be withdrawn at any time with no loss",
                    "Regulation (EU) 2016/679 art. 7(3); CETS 197 art. 12(6)-(7); OHCHR Guideline 6.4",
                    Form.STATUTORY,
                    "available"),
            new Rule(
                    "R31",
                    "A complaint is open in every state, to someone else than the agency concerned",
                    "CETS 197 art. 15; OHCHR Guideline 9",
                    Form.STATUTORY_DUTY,
                    "available"),
            new Rule(
                    "R32",
                    "Access, correction and erasure can be asked for in every state",
                    "Regulation (EU) 2016/679 art. 12, 15-17; Directive (EU) 2016/680 art. 14, 16; CETS 197 art. 11(1)",
                    Form.STATUTORY,
                    "available, timed"),
            new Rule(
                    "R33",
                    "A negative decision is told, can be appealed to others, and help goes on meanwhile",
                    "CETS 197 art. 10(2)",
                    Form.STATUTORY_DUTY,
                    "offered, available, independent"),
            new Rule(
                    "R34",
                    "Offences that a person was compelled to commit are not punished: someone checks and asks",
                    "CETS 197 art. 26; Directive 2011/36/EU art. 8; OHCHR Principle 7",
                    Form.STATUTORY,
                    "offered"),
            new Rule(
                    "R35",
                    "Wages, belongings and compensation are pursued, whatever happens in the criminal case",
                    "CETS 197 art. 15(3)-(4); Directive 2011/36/EU art. 17; Palermo Protocol art. 6(6)",
                    Form.STATUTORY,
                    "offered, independent"),
            new Rule(
                    "R36",
                    "Health facts and tests are voluntary and never a condition",
                    "OHCHR Guideline 6.2; CETS 197 art. 12(7)",
                    Form.STATUTORY,
                    "independent"),
            new Rule(
                    "R37",
                    "Where the person lives is not told to law enforcement",
                    "CETS 197 art. 11, 28, 30; OHCHR Guideline 6.6",
                    Form.STATUTORY,
                    "declared"),
            new Rule(
                    "R38",
                    "A referral across a border only with consent, and support goes on until the other side confirms",
                    "CETS 197 art. 16, 32-34; Directive 2011/36/EU art. 11(4); OHCHR Guideline 11",
                    Form.STATUTORY,
                    "precedes"),
            new Rule(
                    "R39",
                    "No case closes without an offer of long-term support",
                    "CETS 197 art. 12, 16(5); Directive 2011/36/EU art. 11(1)",
                    Form.STATUTORY,
                    "offered, precedes"),
            new Rule(
                    "R40",
                    "The right to seek asylum is explained and kept separate",
                    "CETS 197 art. 14(5), 40(4); Directive 2011/36/EU art. 11(6); Palermo Protocol art. 14",
                    Form.STATUTORY,
                    "offered"),
            new Rule(
                    "R41",
                    "The model can always complete and nothing in it is dead",
                    "needed for R26 and R39",
                    Form.ENGINEERING,
                    "sound"),
            new Rule(
                    "R42",
                    "Everything is annotated, and every fact has a class",
                    "Regulation (EU) 2016/679 art. 5(2), 25",
                    Form.STATUTORY,
                    "declared"));

    private final RightsSettings settings;
    private final List<Rule> all;
    private final Map<String, Rule> byId;

    /** The rules of the program and of the settings. */
    public Rules(RightsSettings settings) {
        this.settings = settings;
        all = new ArrayList<>(STATUTORY);
        for (var added : settings.added())
            all.add(new Rule(added.id(), added.statement(), added.source(), Form.RECOMMENDED, added.kind()));
        byId = all.stream().collect(java.util.stream.Collectors.toMap(Rule::id, rule -> rule));
    }

    /** In their order. */
    public List<Rule> all() {
        return List.copyOf(all);
    }

    /** The rule of this id. */
    public Rule rule(String id) {
        var rule = byId.get(id);
        if (rule == null) throw new IllegalArgumentException("No rule " + id);
        return rule;
    }

    RightsSettings settings() {
        return settings;
    }

    /** Findings by the order of rules. */
    Comparator<String> order() {
        return Comparator.comparingInt(id -> byId.containsKey(id) ? all.indexOf(byId.get(id)) : -1);
    }
}
