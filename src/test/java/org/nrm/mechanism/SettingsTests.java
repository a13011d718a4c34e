package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration tightens the rules and adds to them; what would loosen one is refused, with its place. */
class SettingsTests {

    @Test
    void thePackedConfigurationIsRead() throws UnusableFile {
        var settings = read("rights.yaml", packed("rights.yaml"));
        assertThat(settings.roles().ids()).hasSize(17);
        assertThat(settings.classes().all().keySet())
                .as("in the order of the file")
                .startsWith("routing", "identity", "contact", "location", "health");
        assertThat(settings.classes().all().get("health"))
                .extracting(DataClass::condition)
                .isEqualTo(DataClass.Condition.NEVER);
        assertThat(settings.classes().all().get("migration"))
                .extracting(DataClass::condition)
                .isEqualTo(DataClass.Condition.CLOSED_LIST);
        assertThat(settings.deadlines().all().get("reflection"))
                .isEqualTo(new Deadline("P30D", "at-least", "CETS 197 art. 13(1); Directive 2004/81/EC art. 6"));
        assertThat(settings.rights().interviewsAdult()).isEqualTo(3);
        assertThat(settings.rights().interviewsChild()).isEqualTo(2);
        assertThat(settings.rights().added()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            roles.yaml        | Police, refers: true, law-enforcement: true | Police, refers: true | law enforcement by law
            roles.yaml        | Prosecutor, refers: true, law-enforcement: true | Prosecutor, law-enforcement: false | law enforcement by law
            roles.yaml        | {name: Shelter, refers: true} | {nam: Shelter} | nam
            roles.yaml        | {name: Shelter, refers: true} | {name: Shelter, name: House} | name
            data-classes.yaml | retention: P6M | retention: soon | soon
            data-classes.yaml | retention: P6M | retention: P0D | longer than nothing
            data-classes.yaml | readers: [health] | readers: [health, police] | lets 'police' read the class 'health'
            data-classes.yaml | readers: [shelter, case-manager, guardian] | readers: [shelter, prosecutor] | lets 'prosecutor' read the class 'location'
            data-classes.yaml | readers: [first-responder, case | readers: [police, case | lets 'police' read the class 'routing'
            data-classes.yaml | condition: closed-list | condition: always | read more of the class 'co-operation'
            data-classes.yaml | condition: never | condition: sometimes | must be always, closed-list or never
            data-classes.yaml | isChild: routing | isChild: rooting | the variable 'isChild' has the class 'rooting'
            deadlines.yaml    | value: P30D, limit: at-least, from: first | value: P29D, limit: at-least, from: first | 'reflection' is P29D; it must be at-least P30D
            deadlines.yaml    | value: P30D, limit: at-least, from: first | value: P30D, limit: at-most, from: first | it cannot be changed
            deadlines.yaml    | urgent-risk:                  {value: PT24H | urgent-risk: {value: P2D | 'urgent-risk' is P2D; it must be at-most PT24H
            deadlines.yaml    | urgent-risk:                  {value: PT24H | urgent-risk: {value: soon | must be an ISO 8601 duration
            deadlines.yaml    | data-request:                 {value: P1M | data-request: {value: P30D | 'data-request' is P30D; it must be at-most P1M (28 to 31 days)
            deadlines.yaml    | decision-notified:            {value: P2WD | decision-notified: {value: P3WD | it must be at-most P2WD
            deadlines.yaml    | value: P30D, limit: at-least, from: first | value: P1M, limit: at-least, from: first | 'reflection' is P1M (28 to 31 days); it must be at-least P30D
            deadlines.yaml    | needs-assessment:             {value: P5D | needs-assessment: {value: P5WD | 'needs-assessment' is P5WD (5 to 30 days)
            deadlines.yaml    | best-interests-first:         {value: P7D | best-interests-first: {value: P1W | without weeks, as P14D
            deadlines.yaml    | holidays: [] | holidays: [2026-03-02, 2026-03-03, 2026-03-04, 2026-03-05, 2026-03-06, 2026-03-09, 2026-03-10, 2026-03-11, 2026-03-12, 2026-03-30] | lists more than 9 days from 2026-03-02 to 2026-03-30
            rights.yaml       | reflection: P30D | reflection: P1M | 'reflection' is P1M (28 to 31 days)
            rights.yaml       | interviews-adult: 3 | interviews-adult: 4 | which can be tightened, not loosened
            rights.yaml       | interviews-child: 2 | interviews-child: 3 | which can be tightened, not loosened
            rights.yaml       | interviews-child: 2 | interviews-child: many | a whole number
            rights.yaml       | reflection: P30D | reflection: P20D | can be tightened, not loosened
            rights.yaml       | reflection: P30D | reflection: P60D | deadlines.yaml says P30D
            rights.yaml       | add: [] | R13: off | R13 cannot be changed or switched off
            rights.yaml       | add: [] | disable: [R13] | no rule can be switched off
            rights.yaml       | add: [] | ad: [] | is not known
            """)
    void whatLoosensOrMistakesIsRefused(String file, String right, String wrong, String message) {
        assertThat(packed(file)).contains(right);
        var refused = refused(file, packed(file).replaceFirst(java.util.regex.Pattern.quote(right), wrong));
        assertThat(refused.getMessage()).contains(message);
        assertThat(refused.file()).isEqualTo("national/" + file);
        assertThat(refused.line()).isPositive();
    }

    @Test
    void whatTightensIsTaken() throws UnusableFile {
        assertThat(read("rights.yaml", "interviews-adult: 2\ninterviews-child: 1\n")
                        .rights())
                .satisfies(rights -> {
                    assertThat(rights.interviewsAdult()).isEqualTo(2);
                    assertThat(rights.interviewsChild()).isEqualTo(1);
                });
        assertThat(read(
                                "deadlines.yaml",
                                packed("deadlines.yaml")
                                        .replace(
                                                "urgent-risk:                  {value: PT24H",
                                                "urgent-risk: {value: PT12H"))
                        .deadlines()
                        .all()
                        .get("urgent-risk"))
                .extracting(Deadline::value)
                .isEqualTo("PT12H");
        assertThat(read("data-classes.yaml", packed("data-classes.yaml").replace("readers: [health]", "readers: []"))
                        .classes()
                        .all())
                .containsKey("health");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            consent-told:     | consent-said:     | the list 'consent-told' is missing
            consent-purpose:  | consent-aims:     | the list 'consent-purpose' is missing
            consent-duration: | consent-length:   | the list 'consent-duration' is missing
            indicators:       | signs:            | the list 'indicators' is missing
            value: "no-loss"  | value: "some-loss" | lacks the code 'no-loss'
            """)
    void whatAPersonIsToldBeforeSheConsentsIsNotTakenAway(String right, String wrong, String message) {
        var lists = packed("lists.yaml");
        assertThat(lists).contains(right);
        assertThatThrownBy(() -> Settings.bounded(Map.of("config/lists.yaml", lists.replace(right, wrong))))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageStartingWith("config/lists.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void whatWasPublishedIsReadWhateverThePackedFilesSayNow() {
        var files = new LinkedHashMap<>(packed());
        files.computeIfPresent(
                "config/deadlines.yaml",
                (name, text) ->
                        text.replace("urgent-risk:                  {value: PT24H", "urgent-risk: {value: P2D"));
        assertThatThrownBy(() -> Settings.bounded(files)).isInstanceOf(UnusableSettings.class);
        assertThat(Settings.published(files).models().deadlines().all().get("urgent-risk"))
                .extracting(Deadline::value)
                .isEqualTo("P2D");
    }

    @Test
    void aLongerReflectionPeriodIsARuleOfItsOwn() throws UnusableFile {
        var files = new LinkedHashMap<>(packed());
        files.computeIfPresent(
                "config/deadlines.yaml",
                (name, text) -> text.replace(
                        "value: P30D, limit: at-least, from: first", "value: P60D, limit: at-least, from: first"));
        files.put("config/rights.yaml", "reflection: P45D");
        assertThat(ModelSettings.bounded(files).rights().added())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.kind()).isEqualTo("timed");
                    assertThat(rule.parameters())
                            .containsEntry("mark", "reflects")
                            .containsEntry("at-least", "P45D");
                });
    }

    @Test
    void rulesOfEveryKindAreAdded() throws UnusableFile {
        var added = read("rights.yaml", """
                add:
                  - {id: N1, statement: S., source: L 1, kind: precedes, before: [informs], after: testifies, role: police}
                  - {id: N2, statement: S., source: L 2, kind: offered, of: schooling}
                  - {id: N3, statement: S., source: L 3, kind: bounded, mark: discloses, at-most: 4}
                  - {id: N4, statement: S., source: L 4, kind: not-performed-by, strand: assistance, roles: [police]}
                  - {id: N5, statement: S., source: L 5, kind: independent, strands: [assistance], work-of: [prosecutor]}
                  - {id: N6, statement: S., source: L 6, kind: timed, mark: informs, at-most: P1D}
                """).rights().added();
        assertThat(added).extracting("id").containsExactly("N1", "N2", "N3", "N4", "N5", "N6");
        assertThat(added.get(0).parameters())
                .isEqualTo(Map.of("before", List.of("informs"), "after", List.of("testifies"), "role", "police"));
        assertThat(added.get(1).parameters()).isEqualTo(Map.of("kind", "schooling"));
        assertThat(added.get(2).parameters()).isEqualTo(Map.of("mark", "discloses", "at-most", 4));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            id: R7, statement: S, source: L, kind: bounded, mark: informs, at-most: 1 | the program's own
            id: R47, statement: S, source: L, kind: bounded, mark: informs, at-most: 1 | the program's own
            id: R100, statement: S, source: L, kind: bounded, mark: informs, at-most: 1 | the program's own
            id: N1, source: L, kind: bounded, mark: informs, at-most: 1 | needs 'statement'
            id: N1, statement: S, kind: bounded, mark: informs, at-most: 1 | needs 'source'
            id: N1, statement: S, source: L, kind: sound | the kind 'sound' cannot be added
            id: N1, statement: S, source: L, kind: bounded, mark: informz, at-most: 1 | names the mark 'informz'
            id: N1, statement: S, source: L, kind: bounded, mark: informs | 'at-most' must be
            id: N1, statement: S, source: L, kind: bounded, mark: informs, at-most: 1, of: x | 'of' is not a parameter
            id: N1, statement: S, source: L, kind: independent, strands: [justice] | either 'classes' or 'work-of'
            id: N1, statement: S, source: L, kind: performed-by, mark: informs, roles: [nobody] | names the role 'nobody'
            id: N1, statement: S, source: L, kind: timed, mark: informs, at-most: soon | names the duration 'soon'
            """)
    void anAddedRuleThatIsNotUnderstoodIsRefused(String rule, String message) {
        var refused = refused("rights.yaml", "# ours\nadd:\n  - {" + rule + "}\n");
        assertThat(refused).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles.yaml", "data-classes.yaml", "deadlines.yaml", "rights.yaml"})
    void whatIsNoYamlIsRefusedWithItsLine(String file) {
        assertThat(refused(file, "a: 1\nb: [\n").line()).isPositive();
        assertThat(refused(file, "[1]")).isNotNull();
    }

    @Test
    void aDelegateWritesDeclaredVariablesOnly() throws UnusableFile {
        var classes = packed("data-classes.yaml");
        var declared = "\ndelegates:\n  look-up: {reads: [channel], writes: [%s], errors: [none-free]}\n";
        assertThat(read("data-classes.yaml", classes + declared.formatted("request"))
                        .classes()
                        .delegates())
                .containsEntry(
                        "look-up",
                        new Delegate(
                                java.util.Set.of("channel"),
                                java.util.Set.of("request"),
                                java.util.Set.of("none-free")));
        assertThat(refused("data-classes.yaml", classes + declared.formatted("other")))
                .hasMessageContaining("writes the variable 'other'");
    }

    private static UnusableFile refused(String file, String text) {
        var refused = catchThrowableOfType(UnusableFile.class, () -> read(file, text));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static ModelSettings read(String file, String text) throws UnusableFile {
        var files = new LinkedHashMap<>(packed());
        files.remove("config/" + file);
        files.put("national/" + file, text);
        return ModelSettings.bounded(files);
    }

    private static Map<String, String> packed() {
        var files = new LinkedHashMap<String, String>();
        for (var name : ModelSettings.FILES) files.put("config/" + name, packed(name));
        return files;
    }

    private static String packed(String name) {
        return new SettingsFile(name).packed();
    }
}
