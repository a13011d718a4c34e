package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Small models, one idea each: those that break a rule, those that break none, and the form of the United Kingdom. */
class CatalogueTests {

    private static final Path ROOT = Path.of("src/test/resources/rights");

    record Expected(String verdict, @Nullable List<Expectation> findings) {}

    record Expectation(String rule, @Nullable String element) {}

    static Stream<String> cases() throws IOException {
        var names = new ArrayList<String>();
        for (var folder : List.of("catalogue", "uk-form"))
            try (var list = Files.list(ROOT.resolve(folder))) {
                list.sorted().forEach(path -> names.add(folder + "/" + path.getFileName()));
            }
        return names.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theVerifierSaysOfTheModelWhatIsTrueOfIt(String name) throws Exception {
        var folder = ROOT.resolve(name);
        var expected = YAMLMapper.shared().readValue(Files.readString(folder.resolve("expected.yaml")), Expected.class);

        var report = verify(folder);

        var found = report.findings().stream()
                .map(finding -> new Expectation(finding.rule(), finding.element()))
                .toList();
        assertThat(report.verdict().word())
                .as("verdict; findings are " + report.findings())
                .isEqualTo(expected.verdict());
        if (expected.verdict().equals("proved")) assertThat(report.findings()).isEmpty();
        for (var finding : expected.findings() == null ? List.<Expectation>of() : expected.findings())
            assertThat(found)
                    .as("findings are " + report.findings())
                    .anyMatch(one -> one.rule().equals(finding.rule())
                            && (finding.element() == null || finding.element().equals(one.element())));
    }

    @Test
    void aFindingOfDependenceTellsBothRuns() throws Exception {
        var report = verify(ROOT.resolve("catalogue/V01-sequence"));

        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("R2"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.trace()).endsWith(String.valueOf(finding.element()));
                    assertThat(finding.otherRun())
                            .doesNotContain(String.valueOf(finding.element()))
                            .isNotEmpty();
                    assertThat(finding.message()).contains("is never reached");
                    assertThat(finding.line()).isPositive();
                });
    }

    @Test
    void whatAWithdrawalThatInterruptsCostsStandsUnderIt() throws Exception {
        var folder = ROOT.resolve("catalogue/V55-withdrawal-interrupts-support");
        var report =
                verify(folder, text -> text.replace("attachedToRef=\"support\"", "attachedToRef=\"offer-everything\""));

        var cause = report.findings().stream()
                .filter(finding -> finding.rule().equals("R30") && finding.cause() == null)
                .toList();
        assertThat(cause)
                .singleElement()
                .satisfies(finding -> assertThat(finding.element()).isEqualTo("support-withdrawn"));
        assertThat(report.findings())
                .filteredOn(finding -> finding.message().contains("having been offered"))
                .hasSizeGreaterThan(5)
                .allSatisfy(finding -> assertThat(finding.cause()).isEqualTo(cause.get(0)));
    }

    @Test
    void theSameFilesGiveTheSameReport() throws Exception {
        var once = verify(ROOT.resolve("uk-form/a"));
        var again = verify(ROOT.resolve("uk-form/a"));
        assertThat(again.findings()).isEqualTo(once.findings()).isNotEmpty();
    }

    static Report verify(Path folder) throws Exception {
        return verify(folder, text -> text);
    }

    private static Report verify(Path folder, UnaryOperator<String> changed) throws Exception {
        var processes = files(folder, ".bpmn");
        processes.replaceAll((file, text) -> changed.apply(text));
        var forms = files(folder, ".form");
        var config = config();
        var own = folder.resolve("config/data-classes.yaml");
        if (Files.exists(own)) config.put("data-classes.yaml", Files.readString(own));
        var settings = ModelSettings.bounded(config);
        return new Verifier(Vocabulary.of(settings, Form.parseAll(forms)), new Rules(settings.rights()))
                .verify(new Sources(processes, files(folder, ".dmn"), forms));
    }

    static Map<String, String> config() throws IOException {
        var files = new TreeMap<String, String>();
        for (var name : ModelSettings.FILES) files.put(name, Files.readString(Path.of("config", name)));
        return files;
    }

    static Map<String, String> files(Path folder, String ending) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var path :
                    walk.filter(path -> path.toString().endsWith(ending)).toList())
                files.put(path.toString(), Files.readString(path));
        }
        return files;
    }
}
