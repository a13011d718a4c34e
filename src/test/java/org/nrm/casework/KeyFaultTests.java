package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.NrmEngine;
import org.nrm.testing.Api;
import org.nrm.testing.Databases;
import org.nrm.testing.Mechanism;
import org.nrm.testing.PageVisitor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Something is wrong with the keys or with a value: it is said, the rest works, and nothing is made worse. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyFaultTests {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private ConfigurableApplicationContext service;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @SuppressWarnings("NullAway.Init")
    private JdbcClient jdbc;

    private int port;

    @BeforeAll
    void start() {
        var database = Databases.fresh();
        service = new SpringApplicationBuilder(NrmEngine.class)
                .run(
                        "--server.port=0",
                        "--nrm.demo-cases=0",
                        "--nrm.timers=false",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--nrm.keys.url=" + keyStore(),
                        "--nrm.keys.key-encryption-file=" + keyFile());
        port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        api = new Api(port);
        jdbc = service.getBean(JdbcClient.class);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void withoutTheFileOfTheKeyEncryptionKeyTheRestGoesOn() throws IOException {
        var person = refer();
        var away = folder.resolve("away.json");
        Files.move(keyFile(), away);
        try {
            nothingOfACaseIsReadOrWrittenAndTheRestGoesOn(person);
            assertThat(keyFile()).doesNotExist();
        } finally {
            Files.move(away, keyFile());
        }
        assertThat(api.get("ngo1", "/api/v1/cases/" + person).text()).contains("Mila Example");
    }

    @Test
    void withAWrongKeyEncryptionKeyTheRestGoesOn() throws IOException {
        var person = refer();
        var right = Files.readString(keyFile());
        var wrong = "{\"primaryKeyId\": 1, \"key\": []}";
        Files.writeString(keyFile(), wrong);
        try {
            nothingOfACaseIsReadOrWrittenAndTheRestGoesOn(person);
            assertThat(keyFile()).hasContent(wrong);
        } finally {
            Files.writeString(keyFile(), right);
        }
        assertThat(api.get("ngo1", "/api/v1/cases/" + person).text()).contains("Mila Example");
    }

    @Test
    void aDamagedValueIsToldOfAndTheOthersAreShown() {
        var person = refer();
        jdbc.sql("update case_field set sealed = 'AAAA' where case_ref = :ref and field = 'safeContact'")
                .param("ref", person)
                .update();
        theOthersAreShown(person, "knock twice", "Mila Example");
        assertThat(jdbc.sql("select sealed from case_field where case_ref = :ref and field = 'safeContact'")
                        .param("ref", person)
                        .query(String.class)
                        .single())
                .isEqualTo("AAAA");
    }

    @Test
    void aValueThatWasMovedToAnotherCaseOrPlaceDoesNotOpen() {
        var first = refer();
        var second = refer();
        jdbc.sql("""
                update case_field set sealed = (select f.sealed from case_field f where f.case_ref = :first and f.field = 'name'),
                                      key_id = (select f.key_id from case_field f where f.case_ref = :first and f.field = 'name')
                 where case_ref = :second and field = 'name'""").param("first", first).param("second", second).update();
        theOthersAreShown(second, "Mila Example", "knock twice");
        var third = refer();
        jdbc.sql("update case_field set field = 'doNotContact' where case_ref = :ref and field = 'safeContact'")
                .param("ref", third)
                .update();
        theOthersAreShown(third, "knock twice", "Mila Example");
    }

    @Test
    void aLostKeyIsToldOfAndTheOthersOpen() {
        var person = refer();
        var keys = JdbcClient.create(new DriverManagerDataSource(keyStore(), "nrm", ""));
        var lost = keys.sql("delete from data_key where case_ref = :ref and data_class = 'contact'")
                .param("ref", person)
                .update();
        assertThat(lost).isEqualTo(1);
        theOthersAreShown(person, "knock twice", "Mila Example");
    }

    private void theOthersAreShown(String person, String hidden, String shown) {
        var seen = api.get("ngo1", "/api/v1/cases/" + person);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.body().path("unreadable").asInt()).isEqualTo(1);
        assertThat(seen.body().path("data").toString()).contains(shown).doesNotContain(hidden);
        assertThat(new PageVisitor(port, "ngo1").open("/cases/" + person).body())
                .contains("1 answer cannot be shown now", shown)
                .doesNotContain(hidden);
    }

    private void nothingOfACaseIsReadOrWrittenAndTheRestGoesOn(String person) {
        var cases = count("case_file");
        var values = count("case_field");
        for (var answer : List.of(
                api.get("ngo1", "/api/v1/cases/" + person),
                api.post("ngo1", "/api/v1/referrals", referral()),
                api.post(
                        "ngo1",
                        "/api/v1/cases/" + person + "/erasures",
                        Map.of("classes", List.of("contact"), "reason", "she asks for it")),
                api.post("operator1", "/api/v1/keys/rotations", Map.of("what", "data")),
                api.post("operator1", "/api/v1/keys/rotations", Map.of("what", "key-encryption")))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.contentType()).contains("problem+json");
            assertThat(answer.text()).contains("keys-unavailable").doesNotContain(folder.toString());
        }
        assertThat(count("case_file")).isEqualTo(cases);
        assertThat(count("case_field")).isEqualTo(values);
        assertThat(api.get("ngo1", "/api/v1/tasks").status()).isEqualTo(200);
        var visitor = new PageVisitor(port, "ngo1");
        assertThat(visitor.open("/").body()).contains(person);
        assertThat(visitor.open("/cases").body()).contains(person);
        var page = visitor.open("/cases/" + person);
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("nothing was changed").doesNotContain("Exception");
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private String refer() {
        var answer = api.post("ngo1", "/api/v1/referrals", referral());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("caseRef").asString();
    }

    private static Map<String, Object> referral() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", "Mila Example", "birthDate", "1990-04-03"));
        referral.put("contact", Map.of("safeContact", "knock twice"));
        return referral;
    }

    private static Path keyFile() {
        return folder.resolve("keys/key-encryption.json");
    }

    private static String keyStore() {
        return "jdbc:h2:file:" + folder.resolve("keys/keys") + ";LOCK_TIMEOUT=20000;DB_CLOSE_ON_EXIT=FALSE";
    }
}
