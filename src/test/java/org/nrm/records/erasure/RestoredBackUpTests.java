package org.nrm.records.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.tools.Restore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.NrmEngine;
import org.nrm.ledger.CaseRef;
import org.nrm.records.file.SealedRow;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.keys.Sealed;
import org.nrm.records.keys.Unreadable;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Tables;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A back-up is put in place of the data, or of the keys: what was erased after it was made does not come back. */
@Tag("slow")
class RestoredBackUpTests {

    private static final String NAME = "Zzqx Canary";
    private static final String CONTACT = "zzqx behind the mill";
    private static final String REASON = "zzqx what she told";

    @TempDir
    private Path folder;

    private String person = "";

    @Test
    void whatWasErasedDoesNotComeBackWithABackUpOfTheData() throws IOException {
        var backUp = folder.resolve("back-up.zip");
        List<String> history;
        Map<String, String> sealed;
        try (var service = start()) {
            person = refer(api(service));
            backUp(url("data/nrm"), backUp);
            history = entries(jdbc(service));
            sealed = jdbc(service)
                    .sql("select * from case_field where case_ref = :ref and field = 'safeContact'")
                    .param("ref", person)
                    .query((row, number) -> Map.of(
                            "key", row.getString("key_id"),
                            "sealed", row.getString("sealed"),
                            "place",
                                    SealedRow.place(
                                            row.getString("element"), row.getString("task"), row.getString("field"))))
                    .single();
            assertThat(open(service, sealed)).contains(CONTACT);
            erase(api(service));
            gone(service);
        }
        noFileHoldsIt();

        Restore.execute(backUp.toString(), folder.resolve("data").toString(), "nrm");
        var restored = JdbcClient.create(new DriverManagerDataSource(url("data/nrm"), "nrm", ""));
        assertThat(restored.sql("select count(*) from case_field where field in ('name', 'safeContact')")
                        .query(Long.class)
                        .single())
                .as("the back-up holds it, sealed")
                .isEqualTo(2);
        try (var service = start()) {
            gone(service);
            assertThatThrownBy(() -> open(service, sealed))
                    .as("even if it were there it could not be opened")
                    .isInstanceOf(Unreadable.class);
            assertThat(entries(jdbc(service))).startsWith(history.toArray(String[]::new));
            var seen = api(service).get("ngo1", "/api/v1/cases/" + person);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.text()).contains(REASON, "\"unreadable\":0").doesNotContain(NAME, CONTACT);
            assertThat(jdbc(service)
                            .sql("select facts from ledger_entry where stream = :ref and type = 'erased'")
                            .param("ref", person)
                            .query(String.class)
                            .list())
                    .as("that it was erased again is in the history")
                    .singleElement()
                    .asString()
                    .contains("back-up", "contact identity");
            assertThat(api(service)
                            .post(
                                    "ngo1",
                                    "/api/v1/cases/" + person + "/events",
                                    Map.of("type", "contact-lost", "data", Map.of("note", "since Monday")))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void noKeyComesBackWithABackUpOfTheKeyStore() throws IOException {
        var backUp = folder.resolve("keys.zip");
        try (var service = start()) {
            person = refer(api(service));
            backUp(url("keys/keys"), backUp);
            erase(api(service));
        }
        Restore.execute(backUp.toString(), folder.resolve("keys").toString(), "keys");
        try (var service = start()) {
            assertThat(service.getBean(KeyStore.class).ids(new CaseRef(person), "contact"))
                    .isEmpty();
            gone(service);
            assertThat(api(service).get("ngo1", "/api/v1/cases/" + person).text())
                    .contains(REASON);
        }
    }

    private void gone(ConfigurableApplicationContext service) {
        assertThat(api(service).get("ngo1", "/api/v1/cases/" + person).text()).doesNotContain(NAME, CONTACT);
        for (var table : Tables.names(jdbc(service)))
            for (var row : Tables.rows(jdbc(service), table))
                assertThat(row.values()).as(table).noneMatch(content -> content.contains("zzqx"));
        assertThat(jdbc(service)
                        .sql(
                                "select count(*) from case_field where case_ref = :ref and data_class in ('identity', 'contact')")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc(service)
                        .sql("select count(*) from person_index where case_ref = :ref")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .as("the index")
                .isZero();
    }

    private void noFileHoldsIt() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(CONTACT, NAME, REASON);
        }
    }

    private static String open(ConfigurableApplicationContext service, Map<String, String> row) {
        var keys = service.getBean(KeyStore.class)
                .of(new CaseRef(jdbc(service)
                        .sql("select case_ref from case_file")
                        .query(String.class)
                        .single()));
        return keys.open(
                "contact",
                row.getOrDefault("place", ""),
                new Sealed(row.getOrDefault("key", ""), row.getOrDefault("sealed", "")));
    }

    private static String refer(Api api) {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", NAME, "birthDate", "1990-04-03"));
        referral.put("contact", Map.of("safeContact", CONTACT));
        referral.put("reason", REASON);
        var answer = api.post("ngo1", "/api/v1/referrals", referral);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("caseRef").asString();
    }

    private void erase(Api api) {
        var answer = api.post(
                "ngo1",
                "/api/v1/cases/" + person + "/erasures",
                Map.of("classes", List.of("identity", "contact"), "reason", "she asks for it"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private List<String> entries(JdbcClient jdbc) {
        return jdbc
                .sql("select * from ledger_entry where stream = :ref order by seq")
                .param("ref", person)
                .query()
                .listOfRows()
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static void backUp(String url, Path file) {
        JdbcClient.create(new DriverManagerDataSource(url, "nrm", ""))
                .sql("backup to '" + file + "'")
                .update();
    }

    private String url(String file) {
        return "jdbc:h2:file:" + folder.resolve(file) + ";LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE";
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(NrmEngine.class)
                .run(
                        "--server.port=0",
                        "--nrm.demo-cases=0",
                        "--nrm.timers=false",
                        "--spring.datasource.url=" + url("data/nrm"),
                        "--spring.datasource.username=nrm",
                        "--spring.datasource.password=",
                        "--nrm.keys.url=" + url("keys/keys"),
                        "--nrm.keys.key-encryption-file=" + folder.resolve("keys/key-encryption.json"));
    }

    private static Api api(ConfigurableApplicationContext service) {
        return new Api(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    private static JdbcClient jdbc(ConfigurableApplicationContext service) {
        return service.getBean(JdbcClient.class);
    }
}
