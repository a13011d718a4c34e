package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** The decision tables advise from the answers so far; they keep nothing, and a person decides. */
class AdviceTests extends Stories {

    @Override
    protected String process() {
        return "";
    }

    @ParameterizedTest
    @CsvSource({
        "no,  'D2 D1 A1 A6', present",
        "no,  'D2 D4',       weak",
        "no,  'D9',          weak",
        "no,  '',            none",
        "yes, 'D2 D4',       present",
        "unknown, 'D2 D4',   present",
        "no,  'D2 D4 E1 E2', present"
    })
    void theIndicationFollowsFromTheSigns(String isChild, String signs, String indication) {
        var answers = new HashMap<String, Object>();
        for (var sign : signs.split(" ", -1)) if (!sign.isEmpty()) answers.put("indicator" + sign, "seen");
        assertThat(advice(isChild, "Screen by indicators", answers)).containsEntry("indication", indication);
    }

    @Test
    void whatWasNotSeenDoesNotCount() {
        assertThat(advice("no", "Screen by indicators", Map.of("indicatorD2", "not-seen", "indicatorD4", "not-asked")))
                .containsEntry("indication", "none");
    }

    @ParameterizedTest
    @CsvSource({"yes, acute", "unknown, medium", "no, low"})
    void dangerNowIsAcute(String dangerNow, String riskLevel) {
        assertThat(advice(
                        "no",
                        "Ask about danger and urgent needs",
                        Map.of("dangerNow", dangerNow, "riskFactors", List.of())))
                .containsEntry("riskLevel", riskLevel);
    }

    private Map<String, String> advice(String isChild, String name, Map<String, Object> answers) {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", isChild));
        var person = mechanism.refer("ngo1", referral);
        mechanism.bring(person, name);
        var task = mechanism.find(person, name);
        var answer = mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/advice", Map.of("data", answers));
        assertThat(answer.status()).isEqualTo(200);
        var advice = new HashMap<String, String>();
        answer.body()
                .properties()
                .forEach(entry -> advice.put(entry.getKey(), entry.getValue().asString()));
        assertThat(mechanism.openTasks(person)).contains(name);
        return advice;
    }
}
