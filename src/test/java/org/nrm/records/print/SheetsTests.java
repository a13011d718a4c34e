package org.nrm.records.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.records.print.ConsentSheet.Agreed;
import org.nrm.records.print.ConsentSheet.Given;
import org.nrm.records.print.ConsentSheet.Giver;
import org.nrm.records.print.ConsentSheet.Interpreter;
import org.nrm.records.print.DataCopy.Answer;
import org.nrm.records.print.DataCopy.Step;
import org.nrm.records.print.DisclosureList.Disclosure;

@Tag("slow")
class SheetsTests {

    private static final String REFERENCE = "NRM-2026-7K3QX9BD";
    private static final LocalDate MADE = LocalDate.of(2026, 3, 5);
    private static final LocalDate UNTIL = LocalDate.of(2026, 6, 3);
    private static final String OWN_WORDS = "They may tell Birch House that I need a quiet room.";

    private final Sheets sheets = new Sheets();

    @ParameterizedTest
    @MethodSource("org.nrm.records.print.WordsTests#languages")
    void consentSheetSaysWhatWasAgreedToInTheLanguageAskedFor(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        var text = consent(language, null).text();
        assertThat(text)
                .contains(words.say("title.consent"), REFERENCE, words.day(MADE), words.day(UNTIL))
                .contains(words.code("class", "support"), words.code("class", "contact"))
                .contains(words.code("role", "shelter") + ", Birch House (example shelter)")
                .contains(words.code("purpose", "referral"), "So that a room is kept")
                .contains("My cousin (example)", OWN_WORDS, "Open Door (example NGO)")
                .contains(words.code("form", "signature"), words.language("ro"))
                .contains(words.say("consent.interpreter.number", "17"), words.code("by", "person"))
                .doesNotContain(words.say("replaced"));
    }

    @ParameterizedTest
    @MethodSource("org.nrm.records.print.WordsTests#languages")
    void consentSheetAlwaysHasThePlainSentences(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        assertThat(consent(language, null).text())
                .contains(words.say("rights.no-cost"), words.say("rights.take-back"), words.say("rights.then"))
                .contains(words.say("rights.ends", words.day(UNTIL)), words.say("rights.complain"))
                .contains(words.say("rights.complain.where", "National Referral Office (example)"))
                .contains(words.say("keep"), words.say("signature.person"), words.say("signature.day"))
                .contains(words.say("page", "1", "2"), words.say("page", "2", "2"));
    }

    @ParameterizedTest
    @MethodSource("org.nrm.records.print.WordsTests#languages")
    void withdrawnConsentSaysSoAndAsksForNoSignature(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        var withdrawn = LocalDate.of(2026, 4, 1);
        assertThat(consent(language, withdrawn).text())
                .contains(words.say("consent.withdrawn", words.day(withdrawn)))
                .contains(words.say("consent.withdrawn.then"))
                .doesNotContain(words.say("rights.ends", words.day(UNTIL)))
                .doesNotContain(words.say("signature.person"));
    }

    @Test
    void consentToHelpNamesTheKindAndNobodyWhoReceivesData() throws IOException {
        var agreed = new Agreed(List.of("placement"), List.of(), null, null, null, null, MADE, UNTIL);
        var given = new Given(Giver.PERSON, null, null, null, null, null, "Open Door (example NGO)");
        assertThat(read(sheets.consent(new ConsentSheet(REFERENCE, MADE, agreed, given, null, null), "en")))
                .contains("Help for you A place in a shelter From 5 March 2026 Until 3 June 2026")
                .contains("Interpreter No Written down by")
                .doesNotContain("To whom", "What for", "may be passed on", "Here you can complain");
    }

    @Test
    void childsViewStandsBesideTheGuardiansYesAndBothSign() throws IOException {
        var given = new Given(
                Giver.GUARDIAN,
                "Wants to stay near school",
                "assent-and-guardian",
                "sq",
                new Interpreter(null),
                null,
                "Open Door (example NGO)");
        assertThat(read(sheets.consent(new ConsentSheet(REFERENCE, MADE, agreed(), given, null, null), "en")))
                .contains("The guardian, for the child", "What the child thinks Wants to stay near school")
                .contains("The child said yes and the guardian too", "Interpreter Yes ")
                .contains("Your signature", "Signature of the guardian", "Signature of the interpreter");
    }

    @Test
    void spokenYesNeedsNoSignatureOfThePerson() throws IOException {
        var given = new Given(Giver.PERSON, null, "spoken", "en", null, null, "Open Door (example NGO)");
        assertThat(read(sheets.consent(new ConsentSheet(REFERENCE, MADE, agreed(), given, null, null), "en")))
                .contains("You said yes in spoken words. You do not have to sign.")
                .contains("Signature of the person who wrote this down")
                .doesNotContain("Your signature");
    }

    @ParameterizedTest
    @MethodSource("org.nrm.records.print.WordsTests#languages")
    void disclosureListSaysWhoGotWhatAndWhetherItIsDeleted(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        var ended = LocalDate.of(2026, 4, 2);
        var deleted = LocalDate.of(2026, 4, 9);
        var list = new DisclosureList(
                REFERENCE,
                MADE,
                List.of(
                        disclosure("shelter", MADE, null, ended, deleted),
                        disclosure("health", MADE, null, ended, null),
                        disclosure("social-services", null, "Article 5 of the Example Act", null, null)),
                null);
        assertThat(read(sheets.disclosures(list, language)))
                .contains(words.say("title.disclosures"), words.say("disclosures.intro"))
                .contains("1. " + words.code("role", "shelter"), "2. " + words.code("role", "health"))
                .contains(words.say("disclosures.consent", words.day(MADE)))
                .contains(words.say("disclosures.law", "Article 5 of the Example Act"))
                .contains(words.say("disclosures.ended") + " " + words.say("yes-on", words.day(ended)))
                .contains(words.say("disclosures.ended") + " " + words.say("no"))
                .contains(words.say("disclosures.confirmed", words.day(deleted)))
                .contains(words.say("disclosures.not-confirmed"), words.say("disclosures.stop"));
    }

    @Test
    void disclosureListWithoutAnySaysThatNothingWasPassedOn() throws IOException {
        assertThat(read(sheets.disclosures(new DisclosureList(REFERENCE, MADE, List.of(), null), "en")))
                .contains("Nothing about you was passed on.");
    }

    @ParameterizedTest
    @MethodSource("org.nrm.records.print.WordsTests#languages")
    void longCopyFlowsOverPagesAndLosesNothing(String language) throws IOException {
        var words = Words.in(language).orElseThrow();
        var sheet = new Sheet(sheets.data(longCopy(), language));
        var pages = sheet.pages();
        var text = sheet.text();
        assertThat(pages).isGreaterThan(10);
        for (int number = 1; number <= pages; number++)
            assertThat(sheet.page(number))
                    .contains(words.say("page", String.valueOf(number), String.valueOf(pages)))
                    .contains(REFERENCE);
        for (int step = 1; step <= 40; step++)
            assertThat(text).contains("Step " + step, "Question 5 of step " + step, "Last word of step " + step);
        assertThat(text)
                .contains(words.say("data.written", words.day(MADE), "Open Door (example NGO)"))
                .contains(words.say("data.no-answer"), words.say("data.people"), words.say("rights.complain"));
    }

    @Test
    void noSignStandsOutsideTheMargins() throws IOException {
        var sheet = new Sheet(sheets.data(longCopy(), "en"));
        assertThat(sheet.signs()).isNotEmpty().allSatisfy(sign -> {
            assertThat(sign.getXDirAdj()).isGreaterThan(60);
            assertThat(sign.getXDirAdj() + sign.getWidthDirAdj()).isLessThan(595 - 60);
            assertThat(sign.getYDirAdj()).isBetween(60f, 842f - 40);
        });
    }

    @Test
    void longWordsAreBrokenNotCut() throws IOException {
        var word = IntStream.range(0, 60).mapToObj(number -> "abcdefghij").reduce("", String::concat);
        var sheet = new Sheet(sheets.data(copy(word), "en"));
        assertThat(sheet.text().replace(" ", "")).contains(word);
        assertThat(sheet.signs().stream()
                        .mapToDouble(SheetsTests::rightEdge)
                        .max()
                        .orElseThrow())
                .isLessThan(595 - 60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D\uDE00", "\uD800", "\uDC00\uD800", "\u0000\u0007", "\u202Eevil", "\u05D0\u05D1",
                        "\u0645\u0631\u062D\u0628\u0627",
                "\uFEFF\u200B\u200D", "\uFFFF", "\u4E2D\u6587", "\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD", "e\u0301\u0301\u0301",
                        "\t\r\n\r\n", "\u2028\u2029\u0085",
                "\uFFFD", "{0} %s \\", "(unbalanced", "<script>", "", " "
            })
    void anySignInFreeTextIsPrintedOrReplaced(String hostile) throws IOException {
        var sheet = new Sheet(sheets.data(copy("Before " + hostile + " after"), "en"));
        assertThat(sheet.text()).contains("Before", "after");
    }

    @Test
    void whatTheFontLacksIsSeenToBeMissing() throws IOException {
        assertThat(read(sheets.data(copy("I like \uD83D\uDE00 and \u4E2D"), "en")))
                .contains(
                        "I like \u25A1 and \u25A1", "The sign \u25A1 stands for a letter that cannot be printed here.");
    }

    @Test
    void lettersOfTheRegionAreKeptAsTheyWereWritten() throws IOException {
        var names = "Ștefan Țiganov Đorđe Ќирил Ѓорѓи Ївга Ґалаґан İğüş Ëndërr Ἑλένη Ñandú office affair";
        assertThat(read(sheets.data(copy(names), "en"))).contains(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "fa", "ur", "rom", "zh", "xx"})
    void languageThatCannotBePrintedFallsBackToEnglishAndSaysSo(String language) throws IOException {
        assertThat(sheets.prints(language)).isFalse();
        assertThat(consent(language, null).text())
                .contains("This sheet is in English because it cannot be printed in")
                .contains("You may say no. It costs you nothing, and no help depends on it.");
    }

    @Test
    void fallbackNamesTheLanguage() throws IOException {
        assertThat(consent("ar", null).text()).contains("it cannot be printed in Arabic yet.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other", "../words_en", "en.properties", "EN", "\u0000"})
    void whatIsNoLanguageFallsBackToo(String language) throws IOException {
        assertThat(sheets.prints(language)).isFalse();
        assertThat(consent(language, null).text()).contains("it cannot be printed in another language yet.");
    }

    @Test
    void printedLanguageDoesNotSpeakOfFallingBack() throws IOException {
        assertThat(consent("en", null).text()).doesNotContain("This sheet is in English");
    }

    @Test
    void propertiesOfTheFileHoldNothingAboutThePerson() throws IOException {
        try (var document = consent("ru", null).open()) {
            var properties = document.getDocumentInformation();
            assertThat(properties.getMetadataKeys()).containsExactlyInAnyOrder("Title", "CreationDate");
            assertThat(properties.getTitle()).isEqualTo("На что вы сказали «да»");
            assertThat(properties.getCreationDate().toInstant()).isEqualTo("2026-03-05T00:00:00Z");
            assertThat(document.getDocumentCatalog().getMetadata()).isNull();
        }
    }

    @Test
    void languageAndOrderOfReadingAreTagged() throws IOException {
        try (var document = consent("sr", null).open()) {
            var catalog = document.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("sr-Latn");
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            var body = (PDStructureElement)
                    catalog.getStructureTreeRoot().getKids().get(0);
            assertThat(body.getKids())
                    .extracting(kid -> ((PDStructureElement) kid).getStructureType())
                    .startsWith("H1", "P", "P", "H2")
                    .contains("L");
        }
    }

    @Test
    void sameRecordGivesTheSameBytes() {
        var sheet = new ConsentSheet(REFERENCE, MADE, agreed(), given(), null, null);
        assertThat(new Sheets().consent(sheet, "uk")).isEqualTo(sheets.consent(sheet, "uk"));
    }

    private Sheet consent(String language, @Nullable LocalDate withdrawn) {
        return new Sheet(sheets.consent(
                new ConsentSheet(REFERENCE, MADE, agreed(), given(), withdrawn, "National Referral Office (example)"),
                language));
    }

    private static Agreed agreed() {
        return new Agreed(
                List.of(),
                List.of("support", "contact"),
                new Recipient("shelter", "Birch House (example shelter)"),
                "referral",
                "So that a room is kept",
                "My cousin (example)",
                MADE,
                UNTIL);
    }

    private static Given given() {
        return new Given(
                Giver.PERSON, null, "signature", "ro", new Interpreter("17"), OWN_WORDS, "Open Door (example NGO)");
    }

    private static Disclosure disclosure(
            String role,
            @Nullable LocalDate consent,
            @Nullable String ground,
            @Nullable LocalDate ended,
            @Nullable LocalDate deleted) {
        return new Disclosure(
                List.of("support"), new Recipient(role, null), MADE, "referral", null, consent, ground, ended, deleted);
    }

    private static DataCopy copy(String answer) {
        var step = new Step(
                "Hear the wishes", MADE, "Open Door (example NGO)", List.of(new Answer("Wish", List.of(answer))));
        return new DataCopy(REFERENCE, MADE, List.of(step), null);
    }

    private static DataCopy longCopy() {
        return new DataCopy(
                REFERENCE,
                MADE,
                IntStream.rangeClosed(1, 40).mapToObj(SheetsTests::longStep).toList(),
                null);
    }

    private static Step longStep(int number) {
        var answers = IntStream.rangeClosed(1, 6)
                .mapToObj(question -> new Answer(
                        "Question " + question + " of step " + number,
                        question == 6
                                ? List.of()
                                : List.of("One line after the other, as long as it takes. ".repeat(number % 7 + 1)
                                        + "Last word of step " + number)))
                .toList();
        return new Step("Step " + number, MADE, "Open Door (example NGO)", answers);
    }

    private static float rightEdge(TextPosition sign) {
        return sign.getXDirAdj() + sign.getWidthDirAdj();
    }

    private static String read(byte[] pdf) throws IOException {
        return new Sheet(pdf).text();
    }
}
