package org.nrm.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTests {

    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** FIPS 180-2, appendix B.1. */
    @Test
    void isSha256() {
        assertThat(Hash.of("abc".getBytes(StandardCharsets.UTF_8))).hasToString(OF_ABC);
        assertThat(Hash.of("a".getBytes(StandardCharsets.UTF_8), "bc".getBytes(StandardCharsets.UTF_8)))
                .hasToString(OF_ABC);
    }

    @Test
    void aLeafIsNoNodeAndNeitherIsPlain() {
        var left = Hash.of(new byte[] {1});
        var right = Hash.of(new byte[] {2});
        var both = new byte[2 * Hash.LENGTH];
        System.arraycopy(left.bytes(), 0, both, 0, Hash.LENGTH);
        System.arraycopy(right.bytes(), 0, both, Hash.LENGTH, Hash.LENGTH);

        assertThat(Hash.node(left, right)).isNotEqualTo(Hash.leaf(both)).isNotEqualTo(Hash.of(both));
        assertThat(Hash.node(left, right)).isNotEqualTo(Hash.node(right, left));
    }

    @Test
    void isReadAsItIsWritten() {
        var hash = Hash.parse(OF_ABC);

        assertThat(Hash.parse(hash.toString())).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(Hash.parseBase64(hash.base64())).isEqualTo(hash);
        assertThat(Hash.from(hash.bytes())).isEqualTo(hash);
        assertThat(hash).isNotEqualTo(Hash.NONE).isNotEqualTo(OF_ABC);
    }

    @Test
    void isNotChangedFromOutside() {
        var bytes = new byte[Hash.LENGTH];
        var hash = Hash.from(bytes);
        bytes[0] = 1;
        hash.bytes()[1] = 1;

        assertThat(hash).isEqualTo(Hash.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a\uFF10"
            })
    void isNot(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.parse(text));
    }

    @Test
    void hasThirtyTwoBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.from(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.parseBase64("AAAA"));
        assertThatIllegalArgumentException().isThrownBy(() -> Hash.parseBase64("no base64!"));
    }
}
