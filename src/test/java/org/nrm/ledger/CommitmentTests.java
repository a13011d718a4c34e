package org.nrm.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommitmentTests {

    private static final String SALT = "c2FsdC1vZi1zaXh0ZWVuIQ==";

    /** Reckoned with sha256sum over the salt's 16 bytes and {@code {"safeContact":"\"a mill\"","wishes":"\"none\""}}. */
    @Test
    void isWhatAnybodyCanReckon() {
        assertThat(Commitment.of(SALT, Map.of("wishes", "\"none\"", "safeContact", "\"a mill\"")))
                .isEqualTo("ad496be57c51b107f97e5da6e3200a5ef97801b47ceb7ad4b455c4ea736beb5f");
    }

    @Test
    void isAnotherForAnotherSaltOrAnswer() {
        var one = Commitment.of(SALT, Map.of("wishes", "\"none\""));

        assertThat(Commitment.of("c2FsdC1vZi1zaXh0ZWVuPw==", Map.of("wishes", "\"none\"")))
                .isNotEqualTo(one);
        assertThat(Commitment.of(SALT, Map.of("wishes", "\"some\""))).isNotEqualTo(one);
    }
}
