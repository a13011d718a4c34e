package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;

/** What is asked of the police and other law enforcement stands beside the case; nothing waits for it. */
class LawEnforcementRequestTests extends Stories {

    @Override
    protected String process() {
        return "law-enforcement-request";
    }

    @Test
    void policeAreAskedForProtectionAndTheCaseGoesOnWithoutTheirAnswer() {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        mechanism.bring(person, "Answer request for protection");
        mechanism.workOff(person, Map.of(), Set.of("police"));
        assertThat(mechanism.openTasks(person)).contains("Answer request for protection");
        assertThat(steps(person)).contains("entered welcome");
    }
}
