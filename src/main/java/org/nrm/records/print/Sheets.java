package org.nrm.records.print;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sheets for the person concerned, as PDF. In the language asked for, or else in English with a line that says so. The
 * crime has no name on them, as others may find them; the file's properties hold nothing about the person.
 */
public final class Sheets {

    private static final String OTHERWISE = "en";

    private final Letters letters = new Letters();

    /** Whether a sheet in this language can be made: its words are there and the font has its letters. */
    public boolean prints(String language) {
        return words(language).isPresent();
    }

    public byte[] consent(ConsentSheet sheet, String language) {
        return print(language, "title.consent", sheet.caseReference(), sheet.made(), (pages, words) -> {
            var agreed = sheet.agreed();
            if (sheet.withdrawn() != null) {
                pages.strong(words.say("consent.withdrawn", words.day(sheet.withdrawn())));
                pages.strong(words.say("consent.withdrawn.then"));
            }
            agreed(pages, words, agreed);
            given(pages, words, sheet.given());
            pages.section(words.say("section.rights"));
            var rights = new ArrayList<>(
                    List.of(words.say("rights.no-cost"), words.say("rights.take-back"), words.say("rights.then")));
            if (sheet.withdrawn() == null) rights.add(words.say("rights.ends", words.day(agreed.until())));
            rights.addAll(complaints(words, sheet.complaintsTo()));
            rights.add(words.say("keep"));
            pages.points(rights);
            if (sheet.withdrawn() == null) signatures(pages, words, sheet.given());
        });
    }

    public byte[] disclosures(DisclosureList list, String language) {
        return print(language, "title.disclosures", list.caseReference(), list.made(), (pages, words) -> {
            pages.paragraph(words.say(list.disclosures().isEmpty() ? "disclosures.none" : "disclosures.intro"));
            int number = 0;
            for (var each : list.disclosures()) {
                pages.section(++number + ". " + words.recipient(each.to()));
                disclosure(pages, words, each);
            }
            pages.section(words.say("section.rights"));
            pages.points(Stream.of(
                            List.of(words.say("disclosures.stop"), words.say("rights.take-back")),
                            complaints(words, list.complaintsTo()),
                            List.of(words.say("keep")))
                    .flatMap(List::stream)
                    .toList());
        });
    }

    public byte[] data(DataCopy copy, String language) {
        return print(language, "title.data", copy.caseReference(), copy.made(), (pages, words) -> {
            pages.paragraph(words.say(copy.steps().isEmpty() ? "data.none" : "data.intro"));
            for (var step : copy.steps()) {
                pages.section(step.name());
                pages.small(words.say("data.written", words.day(step.on()), step.by()));
                for (var answer : step.answers()) {
                    var given = answer.values().stream()
                            .filter(value -> !value.isBlank())
                            .toList();
                    pages.answer(answer.question(), given.isEmpty() ? List.of(words.say("data.no-answer")) : given);
                }
            }
            pages.section(words.say("section.rights"));
            pages.points(Stream.of(
                            List.of(
                                    words.say("data.why"),
                                    words.say("data.long"),
                                    words.say("data.passed"),
                                    words.say("data.correct"),
                                    words.say("data.people")),
                            complaints(words, copy.complaintsTo()),
                            List.of(words.say("keep")))
                    .flatMap(List::stream)
                    .toList());
        });
    }

    private static void agreed(Pages pages, Words words, ConsentSheet.Agreed agreed) throws IOException {
        pages.section(words.say("section.agreed"));
        if (!agreed.kinds().isEmpty()) pages.pair(words.say("consent.kinds"), words.codes("kind", agreed.kinds()));
        if (!agreed.classes().isEmpty())
            pages.pair(words.say("consent.classes"), words.codes("class", agreed.classes()));
        if (agreed.to() != null) pages.pair(words.say("to"), List.of(words.recipient(agreed.to())));
        purpose(pages, words, agreed.purpose(), agreed.purposeInWords());
        pages.pair(words.say("consent.from"), List.of(words.day(agreed.from())));
        pages.pair(words.say("consent.until"), List.of(words.day(agreed.until())));
        optional(pages, words.say("consent.not-to"), agreed.notToReceive());
    }

    private static void given(Pages pages, Words words, ConsentSheet.Given given) throws IOException {
        pages.section(words.say("section.given"));
        pages.pair(
                words.say("consent.by"),
                List.of(words.code("by", given.by() == ConsentSheet.Giver.PERSON ? "person" : "guardian")));
        optional(pages, words.say("consent.childs-view"), given.childsView());
        if (given.form() != null) pages.pair(words.say("consent.form"), List.of(words.code("form", given.form())));
        if (given.language() != null)
            pages.pair(words.say("consent.language"), List.of(words.language(given.language())));
        pages.pair(words.say("consent.interpreter"), List.of(interpreter(words, given.interpreter())));
        optional(pages, words.say("consent.own-words"), given.inOwnWords());
        pages.pair(words.say("consent.recorded-by"), List.of(given.recordedBy()));
    }

    private static String interpreter(Words words, ConsentSheet.@Nullable Interpreter interpreter) {
        if (interpreter == null) return words.say("no");
        return interpreter.number() == null
                ? words.say("yes")
                : words.say("consent.interpreter.number", interpreter.number());
    }

    private static void signatures(Pages pages, Words words, ConsentSheet.Given given) throws IOException {
        var form = Optional.ofNullable(given.form()).orElse("");
        var lines = new ArrayList<String>();
        if (!form.equals("spoken")) lines.add(words.say("signature.person"));
        if (given.by() == ConsentSheet.Giver.GUARDIAN || form.equals("assent-and-guardian"))
            lines.add(words.say("signature.guardian"));
        if (given.interpreter() != null) lines.add(words.say("signature.interpreter"));
        lines.add(words.say("signature.agency"));
        pages.signatures(words.say("section.signatures"), lines, words.say("signature.day"));
        if (form.equals("spoken")) pages.paragraph(words.say("signature.spoken"));
    }

    private static void disclosure(Pages pages, Words words, DisclosureList.Disclosure disclosure) throws IOException {
        pages.pair(words.say("disclosures.what"), words.codes("class", disclosure.classes()));
        pages.pair(words.say("disclosures.on"), List.of(words.day(disclosure.on())));
        purpose(pages, words, disclosure.purpose(), disclosure.purposeInWords());
        var grounds = new ArrayList<String>();
        if (disclosure.consentGiven() != null)
            grounds.add(words.say("disclosures.consent", words.day(disclosure.consentGiven())));
        if (disclosure.ground() != null && !disclosure.ground().isBlank())
            grounds.add(words.say("disclosures.law", disclosure.ground()));
        if (!grounds.isEmpty()) pages.pair(words.say("disclosures.allowed"), grounds);
        var ended = disclosure.ended();
        pages.pair(
                words.say("disclosures.ended"),
                List.of(ended == null ? words.say("no") : words.say("yes-on", words.day(ended))));
        var deleted = disclosure.deletionConfirmed();
        if (ended != null || deleted != null)
            pages.pair(
                    words.say("disclosures.deleted"),
                    List.of(
                            deleted == null
                                    ? words.say("disclosures.not-confirmed")
                                    : words.say("disclosures.confirmed", words.day(deleted))));
    }

    private static void purpose(Pages pages, Words words, @Nullable String code, @Nullable String free)
            throws IOException {
        var purposes = new ArrayList<String>();
        if (code != null) purposes.add(words.code("purpose", code));
        if (free != null && !free.isBlank()) purposes.add(free);
        if (!purposes.isEmpty()) pages.pair(words.say("purpose"), purposes);
    }

    private static void optional(Pages pages, String label, @Nullable String value) throws IOException {
        if (value != null && !value.isBlank()) pages.pair(label, List.of(value));
    }

    /** Complaint to the coordinator, and to the supervisory authority (Regulation (EU) 2016/679 art. 77). */
    private static List<String> complaints(Words words, @Nullable String where) {
        return where == null || where.isBlank()
                ? List.of(words.say("rights.complain"))
                : List.of(words.say("rights.complain"), words.say("rights.complain.where", where));
    }

    private Optional<Words> words(String language) {
        return Words.in(language).filter(words -> words.all().allMatch(letters::prints));
    }

    private byte[] print(String language, String title, String caseReference, LocalDate made, Content content) {
        var asked = words(language);
        var words = asked.or(() -> words(OTHERWISE)).orElseThrow();
        try (var pages = new Pages(letters, words.locale(), words.say(title), made)) {
            pages.title(words.say(title));
            if (asked.isEmpty()) pages.strong(words.say("fallback", words.language(language)));
            pages.pair(words.say("case"), List.of(caseReference));
            pages.pair(words.say("made"), List.of(words.day(made)));
            pages.space();
            content.set(pages, words);
            if (pages.replaced()) pages.small(words.say("replaced"));
            return pages.finish(caseReference, (number, count) -> words.say("page", number, count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is on a sheet below its head. */
    private interface Content {
        void set(Pages pages, Words words) throws IOException;
    }
}
