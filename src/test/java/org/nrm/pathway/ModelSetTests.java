package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nrm.forms.Choice;
import org.nrm.mechanism.UnusableSettings;

/** What is read of a version, before it is published and after. */
class ModelSetTests {

    @Test
    void theCodesOfListsArePartOfTheVersionButNoAgencies() throws IOException {
        var files = shipped();
        files.compute("config/lists.yaml", (path, text) -> String.valueOf(text).replace("Passport", "Pass"));
        var set = ModelSet.read(files);
        assertThat(set.form("referral").question("documentKind").orElseThrow().choices())
                .contains(new Choice("passport", "Pass"));
        assertThat(set.form("offer-lawyer")
                        .question("lawyerAgency")
                        .orElseThrow()
                        .choices())
                .isEmpty();
    }

    @Test
    void aFormThatNamesAListThatThereIsNotIsRefusedBeforeItIsPublished() throws IOException {
        var files = shipped();
        files.compute(
                "forms/referral.form",
                (path, text) -> String.valueOf(text)
                        .replace("\"valuesKey\": \"document-kind\"", "\"valuesKey\": \"document-kinds\""));
        assertThatThrownBy(() -> ModelSet.proved(files))
                .isInstanceOf(UnusableSettings.class)
                .hasMessage(
                        "forms/referral.form: the list 'document-kinds' of the field 'documentKind' is not in config/lists.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            </bpmn:process> | </bpmn:process><bpmn:process id="empty"/>                | element 'empty': the process holds no step
            <bpmn:startEvent | <bpmn:sequenceFlow id="f" sourceRef="complaint" targetRef="complaint"/><bpmn:startEvent | element 'f': comes from a process 'Complaint'
            <bpmn:process   | <bpmn:proces                                             | is not XML
            <?xml           | <?xm                                                     | processes/complaint.bpmn
            bpmn:definitions | bpmn:definitions xmlns:z="http://camunda.org/schema/zeebe/1.0" z:a="b" | was made for the engine Camunda 8
            """)
    void whatCannotBeUsedStopsTheStartInWords(String old, String put, String words) throws IOException {
        var files = shipped();
        files.compute(
                "processes/complaint.bpmn", (path, text) -> String.valueOf(text).replaceFirst(old, put));
        assertThatThrownBy(() -> ModelSet.proved(files))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("processes/complaint.bpmn")
                .hasMessageContaining(words)
                .hasMessageNotContaining("Exception")
                .hasMessageNotContaining("URI=");
    }

    @Test
    void allFormsThatCannotBeUsedAreNamed() throws IOException {
        var files = shipped();
        files.put("forms/deep.form", "[".repeat(20_000));
        files.put("forms/referral.form", "{");
        assertThatThrownBy(() -> ModelSet.proved(files))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("forms/deep.form: is nested deeper")
                .hasMessageContaining("forms/referral.form, line 1: is not JSON: the file ends in the middle");
    }

    private static Map<String, String> shipped() throws IOException {
        var files = new TreeMap<String, String>();
        for (var folder : new String[] {"processes", "forms", "config"})
            try (var list = Files.list(Path.of(folder))) {
                for (var file : list.filter(
                                path -> path.toString().matches(".*\\.(bpmn|dmn|form)|config/(?!application).*\\.yaml"))
                        .toList()) files.put(folder + "/" + file.getFileName(), Files.readString(file));
            }
        return files;
    }
}
