package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.mechanism.Settings;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.nrm.rights.proof.Rules;
import org.nrm.rights.proof.Verifier;

/** Proof and run agree on which tasks rest on the person's consent to the service (R12). */
@Tag("slow")
class ConsentNeededTests {

    private static final Pattern TASK = Pattern.compile("<bpmn:userTask .*?</bpmn:userTask>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern CONSENTS = Pattern.compile("name=\"nrm:marks\" value=\"[^\"]*\\bconsents\\b");

    @Test
    void theTasksThatTheProofRefusesWithoutAConsentAreThoseThatTheRunStopsWithoutOne() throws Exception {
        var models = ShippedModels.SET;
        var byRun = new TreeSet<String>();
        var processes = new TreeMap<String, String>();
        var tables = new TreeMap<String, String>();
        var forms = new TreeMap<String, String>();
        models.deployed().forEach((name, content) -> {
            if (name.endsWith(".form")) forms.put("forms/" + name, content);
            else if (name.endsWith(".dmn")) tables.put("processes/" + name, content);
            else {
                processes.put("processes/" + name, withoutConsentsToServices(content));
                var process = name.substring(0, name.length() - ".bpmn".length());
                TASK.matcher(content).results().map(ConsentNeededTests::id).forEach(element -> {
                    if (!models.task(process, element).services().isEmpty()) byRun.add(element);
                });
            }
        });
        var settings = ModelSettings.bounded(Settings.onDisk());
        var byProof = new Verifier(Vocabulary.of(settings, Form.parseAll(forms)), new Rules(settings.rights()))
                .verify(new Sources(processes, tables, forms)).findings().stream()
                        .filter(finding -> finding.rule().equals("R12"))
                        .map(finding -> String.valueOf(finding.element()))
                        .toList();
        assertThat(byRun).isNotEmpty();
        assertThat(new TreeSet<>(byProof)).isEqualTo(byRun);
    }

    @Test
    void whoIsInDangerIsHelpedWithoutASignature() {
        assertThat(delivering("immediate-protection").services()).isEmpty();
        assertThat(delivering("shelter-placement").services()).containsExactly("shelter");
    }

    private static TaskModel delivering(String process) {
        return new TaskModel(
                process,
                "give-place",
                "Give a place",
                "assistance",
                "shelter",
                "place",
                Set.of("delivers"),
                List.of("shelter", "contact -> shelter"),
                List.of(),
                false);
    }

    /** Every consent is one to go home, so that no service has one. */
    private static String withoutConsentsToServices(String model) {
        return TASK.matcher(model)
                .replaceAll(task -> Matcher.quoteReplacement(
                        CONSENTS.matcher(task.group()).find()
                                ? task.group().replaceAll("(name=\"nrm:of\" value=)\"[^\"]*\"", "$1\"return\"")
                                : task.group()));
    }

    private static String id(MatchResult task) {
        var id = ID.matcher(task.group());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
