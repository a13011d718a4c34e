package org.nrm.records.consent;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.notice.Notice;
import org.nrm.records.notice.Notices;
import org.nrm.records.print.ConsentSheet;
import org.nrm.records.print.DisclosureList;
import org.nrm.records.print.Recipient;
import org.nrm.records.print.Sheets;
import org.nrm.web.NotThere;
import org.nrm.web.Page;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sheets for the person to keep, in her language: one consent, and the list of what was passed on. Each print is an entry. */
@Page
@RequestMapping("/cases/{ref}")
@Transactional
class SheetPage {

    private final Will will;
    private final CaseFiles caseFiles;
    private final CaseRecords records;
    private final NeedToKnowSettings settings;
    private final Notices notices;
    private final ConsentWords words;
    private final Agencies agencies;
    private final Ledger ledger;
    private final Clock clock;
    private final Sheets sheets = new Sheets();

    SheetPage(
            Will will,
            CaseFiles caseFiles,
            CaseRecords records,
            NeedToKnowSettings settings,
            Notices notices,
            ConsentWords words,
            Agencies agencies,
            Ledger ledger,
            Clock clock) {
        this.will = will;
        this.caseFiles = caseFiles;
        this.records = records;
        this.settings = settings;
        this.notices = notices;
        this.words = words;
        this.agencies = agencies;
        this.ledger = ledger;
        this.clock = clock;
    }

    @GetMapping("/consents/{id}/sheet")
    ResponseEntity<byte[]> consent(
            Actor actor, @PathVariable String ref, @PathVariable String id, @RequestParam @Nullable String language) {
        var agreed = will.of(actor, ref);
        var consent = agreed.consents().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(NotThere::new);
        var told = records.ofTask(agreed.caseRef(), actor, consent.source(), "sheet");
        var to = consent.to();
        var sheet = new ConsentSheet(
                ref,
                day(clock.instant()),
                new ConsentSheet.Agreed(
                        to == null ? consent.items() : List.of(),
                        to == null ? List.of() : consent.items(),
                        to == null ? null : new Recipient(to, name(consent.agency())),
                        consent.purpose(),
                        text(told, "purposeInWords"),
                        text(told, "notToReceive"),
                        day(consent.given()),
                        day(consent.until())),
                new ConsentSheet.Given(
                        consent.givenBy().equals("guardian") ? ConsentSheet.Giver.GUARDIAN : ConsentSheet.Giver.PERSON,
                        text(told, "childView"),
                        consent.form(),
                        consent.language(),
                        told.containsKey("interpreterNumber")
                                ? new ConsentSheet.Interpreter(text(told, "interpreterNumber"))
                                : null,
                        text(told, "understoodInOwnWords"),
                        consent.recordedAgency() == null ? "" : String.valueOf(name(consent.recordedAgency()))),
                dayOrNull(consent.withdrawn()),
                complaintsTo(agreed));
        printed(agreed, actor, "consent");
        return pdf(sheets.consent(sheet, language(language, consent.language())), "consent");
    }

    @GetMapping("/disclosures/sheet")
    ResponseEntity<byte[]> disclosures(Actor actor, @PathVariable String ref, @RequestParam @Nullable String language) {
        var agreed = will.of(actor, ref);
        var given = new HashMap<String, Instant>();
        agreed.consents().forEach(consent -> given.put(consent.id(), consent.given()));
        var deleted = new HashMap<String, Instant>();
        for (var notice : notices.of(agreed.caseRef()))
            if (notice.kind() == Notice.Kind.DELETE_WHAT_WAS_DISCLOSED
                    && notice.subject() != null
                    && notice.acknowledged() != null) deleted.put(notice.subject(), notice.acknowledged());
        var list = agreed.passed().stream()
                .map(Will.Passed::disclosure)
                .map(disclosure -> new DisclosureList.Disclosure(
                        List.copyOf(new TreeSet<>(disclosure.classes())),
                        new Recipient(disclosure.role(), name(disclosure.agency())),
                        day(disclosure.made()),
                        disclosure.ground() == null ? disclosure.purpose() : null,
                        null,
                        disclosure.consent() == null ? null : dayOrNull(given.get(disclosure.consent())),
                        ground(disclosure.ground()),
                        dayOrNull(disclosure.ended()),
                        dayOrNull(deleted.get(disclosure.id()))))
                .toList();
        printed(agreed, actor, "disclosures");
        var own = records.routingFact(agreed.caseRef(), "language").orElse(null);
        return pdf(
                sheets.disclosures(
                        new DisclosureList(ref, day(clock.instant()), list, complaintsTo(agreed)),
                        language(language, own)),
                "disclosures");
    }

    private void printed(Will.Agreed agreed, Actor actor, String what) {
        ledger.append(Act.on(agreed.caseRef(), EntryType.PRINTED)
                .by(actor.user(), actor.agency(), null)
                .with(Map.of("what", what)));
    }

    private @Nullable String ground(@Nullable String ground) {
        if (ground == null) return null;
        var known = settings.grounds().get(ground);
        return known == null ? ground : known.statement() + " (" + known.source() + ")";
    }

    private @Nullable String complaintsTo(Will.Agreed agreed) {
        var region = caseFiles.find(agreed.caseRef()).orElseThrow().region();
        return agencies.holding("coordinator", region).stream()
                .findFirst()
                .map(Agency::name)
                .orElse(null);
    }

    private @Nullable String name(@Nullable String agency) {
        return agency == null ? null : agencies.find(agency).map(Agency::name).orElse(agency);
    }

    private LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, clock.getZone());
    }

    private @Nullable LocalDate dayOrNull(@Nullable Instant instant) {
        return instant == null ? null : day(instant);
    }

    private String language(@Nullable String asked, @Nullable String own) {
        var wanted = asked != null ? asked : own != null ? own : "en";
        return ConsentWords.codes(words.languages()).contains(wanted) ? wanted : "en";
    }

    private static @Nullable String text(Map<String, Object> told, String key) {
        return told.get(key) instanceof String text ? text : null;
    }

    private static ResponseEntity<byte[]> pdf(byte[] content, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "inline; filename=\"" + name + ".pdf\"")
                .body(content);
    }
}
