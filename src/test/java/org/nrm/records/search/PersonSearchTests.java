package org.nrm.records.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person is found again by name and date, in whatever script; the name is nowhere. */
class PersonSearchTests extends Stories {

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aNameIsFoundInAnotherScriptAndOrder() {
        var person = refer("Đorđe Primerović", "1990-04-03");
        for (var name : List.of("Đorđe Primerović", "Ђорђе Примеровић", "primerovic djordje", "PRIMEROVIĆ, Đorđe")) {
            var found = find("ngo1", name, "1990-04-03");
            assertThat(found)
                    .as(name)
                    .contains("\"caseRef\":\"" + person + "\"")
                    .contains("strong");
        }
        assertThat(find("ngo1", "Đorđe Primerović", "1971-12-24")).contains("weak");
        assertThat(find("ngo1", "Mirela Probna", "1990-04-03")).doesNotContain(person);
    }

    @Test
    void whoIsNotOnTheCaseLearnsOnlyWhomToAsk() {
        var person = refer("Zorica Izmišljena", "1988-01-30");
        var found = find("ngo2", "Zorica Izmisljena", "1988-01-30");
        assertThat(found).contains("open-door", "strong").doesNotContain(person);
        var entries = mechanism
                .api()
                .get("auditor1", "/api/v1/cases/" + person + "/history")
                .text();
        assertThat(entries).contains("\"searched\"").doesNotContain("Zorica");
    }

    @Test
    void onlyRolesThatReadIdentitiesSearch() {
        for (var user : List.of(
                "police1", "shelter1", "health1", "social1", "coordinator1", "auditor1", "operator1", "responder1"))
            assertThat(mechanism
                            .api()
                            .post(user, "/api/v1/searches", Map.of("name", "Invented Example"))
                            .status())
                    .as(user)
                    .isEqualTo(403);
        assertThat(mechanism
                        .api()
                        .post("ngo1", "/api/v1/searches", Map.of("name", " "))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void noTableHoldsTheName() {
        refer("Qamile Izmyslena", "1979-11-02");
        for (var table : Tables.names(jdbc))
            for (var row : Tables.rows(jdbc, table))
                assertThat(row.values())
                        .as(table)
                        .noneMatch(value ->
                                value.toLowerCase(java.util.Locale.ROOT).contains("izmyslen"));
    }

    private String refer(String name, String birthDate) {
        var referral = new HashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", name, "birthDate", birthDate));
        return mechanism.refer("ngo1", referral);
    }

    private String find(String user, String name, String birthDate) {
        var answer = mechanism.api().post(user, "/api/v1/searches", Map.of("name", name, "birthDate", birthDate));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }
}
