package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTableTests {

    @Test
    void workingDaysAreMondayToFriday() {
        var deadlines = Settings.bounded(Map.of()).models().deadlines();
        var calendar = WorkingCalendar.of("UTC", "");
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-05T09:30:00Z"), calendar))
                .as("five working days from a Monday")
                .isEqualTo("2026-01-12T09:30:00Z");
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-09T09:30:00Z"), calendar))
                .as("from a Friday")
                .isEqualTo("2026-01-16T09:30:00Z");
        assertThat(deadlines.after("reasonable-grounds", Instant.parse("2026-01-10T09:30:00Z"), calendar))
                .as("from a Saturday")
                .isEqualTo("2026-01-16T09:30:00Z");
        assertThat(deadlines.after("decision-notified", Instant.parse("2026-01-09T09:30:00Z"), calendar))
                .as("two from a Friday")
                .isEqualTo("2026-01-13T09:30:00Z");
        assertThat(deadlines.after("follow-up", Instant.parse("2026-01-31T09:30:00Z"), calendar))
                .as("a month")
                .isEqualTo("2026-02-28T09:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unclaimed-task", "overdue-escalation"})
    void aVersionWithoutADeadlineByWhichTheProgramItselfGoesIsNone(String key) {
        var without = new SettingsFile("deadlines.yaml").packed().replaceAll("(?m)^  " + key + ":.*$", "");
        assertThatThrownBy(() -> Settings.bounded(Map.of("config/deadlines.yaml", without)))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("'" + key + "' is missing");
    }
}
