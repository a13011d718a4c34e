package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.mechanism.UnusableSettings;

class DeadlineTableTests {

    @Test
    void workingDaysAreMondayToFriday() throws IOException {
        var deadlines = new DeadlineTable(shipped());
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-05T09:30:00Z")))
                .as("five working days from a Monday")
                .isEqualTo("2026-01-12T09:30:00Z");
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-09T09:30:00Z")))
                .as("from a Friday")
                .isEqualTo("2026-01-16T09:30:00Z");
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-10T09:30:00Z")))
                .as("from a Saturday")
                .isEqualTo("2026-01-16T09:30:00Z");
        assertThat(deadlines.after("decision-notified", Instant.parse("2026-01-09T09:30:00Z")))
                .as("two from a Friday")
                .isEqualTo("2026-01-13T09:30:00Z");
        assertThat(deadlines.after("follow-up", Instant.parse("2026-01-31T09:30:00Z")))
                .as("a month")
                .isEqualTo("2026-02-28T09:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unclaimed-task", "overdue-escalation"})
    void aVersionWithoutADeadlineByWhichTheProgramItselfGoesIsNone(String key) throws IOException {
        var without = shipped().replaceAll("(?m)^  " + key + ":.*$", "");
        assertThatThrownBy(() -> new DeadlineTable(without))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("config/deadlines.yaml: '" + key + "' is missing");
    }

    private static String shipped() throws IOException {
        return Files.readString(Path.of("config/deadlines.yaml"));
    }
}
