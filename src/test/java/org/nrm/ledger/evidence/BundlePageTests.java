package org.nrm.ledger.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nrm.ledger.Act;
import org.nrm.ledger.Entry;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.evidence.EvidenceBundle.Reader;
import org.nrm.testing.Browsing;

/** The page in a bundle, opened from the disk in a real browser. */
@Tag("slow")
class BundlePageTests {

    private static final SyntheticLog LOG = new SyntheticLog(6, 12);

    private final Browsing browsing = new Browsing();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void closePages() {
        browsing.close();
        assertThat(complaints).isEmpty();
    }

    private Page open(Contents contents, ColorScheme colours) throws IOException {
        var file = Files.write(
                folder.resolve("index.html"),
                new Unzipped(LOG.bundle(contents)).files.getOrDefault("index.html", new byte[0]));
        var page = browsing.open(new Browser.NewContextOptions().setColorScheme(colours));
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> asked.add(request.url()));
        page.navigate(file.toUri().toString());
        return page;
    }

    private static Contents contents(Reader reader) {
        var contents = LOG.contents(SyntheticLog.CASE, LOG.size());
        return new Contents(
                contents.caseRef(),
                contents.entries(),
                contents.places(),
                contents.checkpoint(),
                contents.earlier(),
                contents.keys(),
                contents.models(),
                contents.classes(),
                contents.contents(),
                reader,
                contents.exported(),
                contents.by());
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void isATableOfAllEntriesAndAccessible(ColorScheme colours) throws IOException {
        var page = open(contents(Reader.NONE), colours);

        assertThat(page.locator("tbody tr").count())
                .isEqualTo(LOG.history(SyntheticLog.CASE).size());
        assertThat(page.locator("tbody tr").nth(2).innerText()).contains("entered", "Offer a place");
        Browsing.assertAccessible(page);
        assertThat(asked).hasSize(1);
    }

    @Test
    void runsTheReaderThatWasGivenAndNothingElse() throws IOException {
        var page = open(
                contents(new Reader(
                        "const shown = JSON.parse(document.getElementById('nrm-history').textContent);"
                                + " document.getElementById('nrm-replay').textContent = shown.entries.length + ' ' + shown.models.length"
                                + " + ' ' + shown.names.processes.help.elements['see-doctor']"
                                + " + ' ' + shown.models[0].processes.help.startsWith('<definitions');",
                        "#nrm-replay { color: rgb(1, 2, 3); }")),
                ColorScheme.LIGHT);

        assertThat(page.locator("#nrm-replay").textContent())
                .isEqualTo(LOG.history(SyntheticLog.CASE).size() + " 2 See a doctor true");
        assertThat(page.evaluate("getComputedStyle(document.getElementById('nrm-replay')).color"))
                .isEqualTo("rgb(1, 2, 3)");
        assertThat(page.locator("details").getAttribute("open")).isNull();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatStandsInEntriesIsNeverRun() throws IOException {
        var evil = "</script><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">";
        var act = Act.on(SyntheticLog.THIRD, EntryType.COMPLETED)
                .by(evil, evil, evil)
                .at(evil, evil, evil)
                .with(java.util.Map.of(evil, evil));
        var log = new SyntheticLog(6, 1);
        log.streams.put(SyntheticLog.THIRD.value(), List.of(Entry.of(1, SyntheticLog.BEGIN, act, Hash.NONE)));
        var contents = contents(new Reader("document.getElementById('nrm-history').dataset.seen = 'yes';", ""));
        var page = open(
                new Contents(
                        SyntheticLog.THIRD,
                        log.history(SyntheticLog.THIRD),
                        List.of(new org.nrm.ledger.Checkpoints.Placed(1, 0, List.of())),
                        contents.checkpoint(),
                        contents.earlier(),
                        contents.keys(),
                        contents.models(),
                        java.util.Set.of(),
                        List.of(),
                        contents.reader(),
                        contents.exported(),
                        evil),
                ColorScheme.LIGHT);

        assertThat(page.title()).isEqualTo("History of a case");
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.locator("#nrm-history").getAttribute("data-seen")).isEqualTo("yes");
        assertThat(page.locator("tbody td").nth(3).textContent()).contains(evil);
    }
}
