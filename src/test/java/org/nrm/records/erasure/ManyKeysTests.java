package org.nrm.records.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.records.keys.KeyStore;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a back-up brought back is found among any number of keys, a few at a time. */
@Tag("slow")
class ManyKeysTests extends Stories {

    @Autowired
    private Erasures erasures;

    @Autowired
    private KeyStore keyStore;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void whatIsSealedUnderADestroyedKeyIsFoundAmongMany() {
        erasures.purge(); // what other stories left
        var others = mechanism.refer("ngo1", Mechanism.adult());
        for (var count = 0; count < 450; count++)
            value(others, UUID.randomUUID().toString());
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("contact", Map.of("safeContact", "knock twice"));
        var person = mechanism.refer("ngo1", referral);
        keyStore.destroy(keyStore.ids(new CaseRef(person), "contact"));
        assertThat(erasures.purge()).isEqualTo(1);
        assertThat(count(person, "contact")).isZero();
        assertThat(count(others, "support")).isEqualTo(450);
        assertThat(erasures.purge()).isZero();
    }

    private void value(String person, String key) {
        jdbc.sql("""
                insert into case_field (case_ref, version, form, process, element, task, role, agency, field, data_class, sealed, key_id, written)
                values (:ref, 1, 'f', 'p', 'e', 't', 'r', 'a', 'note', 'support', 'sealed', :key, :now)""")
                .param("ref", person)
                .param("key", key)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private int count(String person, String dataClass) {
        return jdbc.sql(
                        "select count(*) from case_field where case_ref = :ref and data_class = :class and (field = 'note' or data_class = 'contact')")
                .param("ref", person)
                .param("class", dataClass)
                .query(Integer.class)
                .single();
    }
}
