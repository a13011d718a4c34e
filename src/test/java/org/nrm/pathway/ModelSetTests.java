package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
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
