package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;

/** What is to run holds exactly one pathway, and no part that nothing begins. */
class WholeTests {

    private static final String PART = "<camunda:property name=\"nrm:part\" value=\"true\" />";

    @Test
    void whatIsShippedIsWhole() throws Exception {
        assertThat(judge(processes()).findings()).isEmpty();
    }

    @Test
    void withoutAPathwayItIsNot() throws Exception {
        var processes = processes();
        processes.remove("processes/referral-pathway.bpmn");

        assertThat(judge(processes).findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("exactly one must be the pathway"))
                .anyMatch(message -> message.contains("is a part that nothing calls"));
    }

    @Test
    void withTwoPathwaysItIsNot() throws Exception {
        var processes = processes();
        processes.computeIfPresent("processes/complaint.bpmn", (file, text) -> {
            assertThat(text).contains(PART);
            return text.replace(PART, "");
        });

        assertThat(judge(processes).findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("[complaint, referral-pathway]"));
    }

    private static Map<String, String> processes() throws Exception {
        return new TreeMap<>(CatalogueTests.files(Path.of("processes"), ".bpmn"));
    }

    private static Report judge(Map<String, String> processes) throws Exception {
        var forms = CatalogueTests.files(Path.of("forms"), ".form");
        var settings = ModelSettings.bounded(CatalogueTests.config());
        return new Verifier(Vocabulary.of(settings, Form.parseAll(forms)), new Rules(settings.rights()))
                .verifyWhole(new Sources(processes, Map.of(), forms));
    }
}
