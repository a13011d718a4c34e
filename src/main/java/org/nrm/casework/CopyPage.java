package org.nrm.casework;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.CodeLists;
import org.nrm.records.file.CaseRecords;
import org.nrm.records.print.DataCopy;
import org.nrm.records.print.Sheets;
import org.nrm.web.Page;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /cases/{ref}/copy}: the person's copy of what is kept about her, as far as its printer reads it (GDPR art. 15). */
@Page
class CopyPage {

    private final Cases cases;
    private final PageRecord record;
    private final PageWords words;
    private final CodeLists lists;
    private final Clock clock;
    private final Sheets sheets = new Sheets();

    CopyPage(Cases cases, PageRecord record, PageWords words, CodeLists lists, Clock clock) {
        this.cases = cases;
        this.record = record;
        this.words = words;
        this.lists = lists;
        this.clock = clock;
    }

    @GetMapping("/cases/{ref}/copy")
    ResponseEntity<byte[]> print(Actor actor, @PathVariable String ref, @RequestParam @Nullable String language) {
        var steps = new ArrayList<DataCopy.Step>();
        for (var written : cases.copy(actor, ref)) steps.add(step(actor, written));
        var copy = new DataCopy(ref, LocalDate.ofInstant(clock.instant(), clock.getZone()), steps, null);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .header("Content-Disposition", "inline; filename=\"copy.pdf\"")
                .body(sheets.data(copy, known(language)));
    }

    private DataCopy.Step step(Actor actor, CaseRecords.Written written) {
        var part = record.byTask(actor, Map.of(written.element(), written.answers()))
                .get(0);
        List<DataCopy.Answer> answers = part.classes().stream()
                .flatMap(dataClass -> dataClass.lines().stream())
                .map(line -> new DataCopy.Answer(line.label(), line.answers()))
                .toList();
        return new DataCopy.Step(
                part.name(),
                LocalDate.ofInstant(written.at(), clock.getZone()),
                words.agency(written.agency()),
                answers);
    }

    private String known(@Nullable String language) {
        return lists.codes(CodeLists.LANGUAGES).stream()
                                .anyMatch(code -> code.value().equals(language))
                        && language != null
                ? language
                : "en";
    }
}
