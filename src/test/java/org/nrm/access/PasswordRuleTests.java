package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRuleTests {

    @ParameterizedTest
    @ValueSource(strings = {"quiet river under snow", "kHn3-pw0x-77qz", "дом у тихой реки"})
    void longPasswordsThatNobodyTriesFirstAreTaken(String password) {
        assertThat(PasswordRule.problem(password, "edith")).isEmpty();
    }

    @Test
    void elevenCharactersAreTooFewAndTwelveAreEnough() {
        assertThat(PasswordRule.problem("river+snow7", "edith")).contains("short");
        assertThat(PasswordRule.problem("river+snow78", "edith")).isEmpty();
    }

    @Test
    void moreThanBcryptTakesIsRefusedRatherThanCutOff() {
        assertThat(PasswordRule.problem("quiet+river ".repeat(6), "edith")).isEmpty();
        assertThat(PasswordRule.problem("quiet+river ".repeat(6) + "x", "edith"))
                .contains("long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "Password!2026",
                "passwordpassword",
                "123456789012",
                "qwertyuiop123",
                "aaaaaaaaaaaa",
                "Administrator1"
            })
    void commonPasswordsAreRefused(String password) {
        assertThat(PasswordRule.problem(password, "edith")).contains("common");
    }

    @Test
    void theLoginIsNoPassword() {
        assertThat(PasswordRule.problem("edith-of-birch-house", "edith")).contains("login");
        assertThat(PasswordRule.problem("edith-of-birch-house", "hugo")).isEmpty();
    }
}
