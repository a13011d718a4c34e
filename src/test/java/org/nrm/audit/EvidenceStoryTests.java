package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nrm.ledger.Checkpoints;
import org.nrm.ledger.evidence.EvidenceCommand;
import org.nrm.ledger.note.SigningKey;
import org.nrm.ledger.note.UnusableNote;
import org.nrm.ledger.store.LedgerCheck;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.web.InvalidAnswers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An auditor takes a case away, checks and replays it elsewhere, and asks what would have been had the person answered otherwise. */
@Tag("slow")
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false", "nrm.demo-seed=53"})
class EvidenceStoryTests extends Stories {

    private static final String NAME = "Zzqx Canary";

    @LocalServerPort
    private int port;

    @Autowired
    private Checkpoints checkpoints;

    @Autowired
    private LedgerCheck check;

    @TempDir
    private Path folder;

    @Override
    protected String process() {
        return "";
    }

    private Api api() {
        return mechanism.api();
    }

    private String referred() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", NAME, "birthDate", "1990-04-03"));
        return mechanism.refer("ngo1", referral);
    }

    @Test
    void theBundleIsIntactElsewhereAndReplaysLikeTheService() throws Exception {
        var person = referred();
        mechanism.bring(person, "Offer place");
        var bundle = export(person, "");
        assertThat(evidence("verify", bundle.toString())).startsWith("0 ").contains("intact");
        assertThat(Files.readString(bundle, StandardCharsets.ISO_8859_1)).doesNotContain(NAME);
        for (var step : List.of(0, 1, 40, 100))
            assertThat(evidence("replay", bundle.toString(), "--step", String.valueOf(step), "--format", "json")
                            .replaceFirst("\"steps\":\\d+", ""))
                    .contains(api().get("auditor1", "/api/v1/cases/" + person + "/replay?step=" + step)
                            .text()
                            .replaceFirst("\"steps\":\\d+", ""));
        assertThat(api().get("auditor1", "/api/v1/cases/" + person + "/history").text())
                .contains("\"exported\"");
    }

    @Test
    void aBundleFromBeforeAnErasureAndOneFromAfterItAreBothIntact() throws Exception {
        var person = referred();
        var before = export(person, "");
        assertThat(api().post(
                                "ngo1",
                                "/api/v1/cases/" + person + "/erasures",
                                Map.of("classes", List.of("identity"), "reason", "she asks for it"))
                        .status())
                .isEqualTo(200);
        assertThat(evidence("verify", before.toString())).startsWith("0 ");
        assertThat(evidence("verify", export(person, "").toString())).startsWith("0 ");
        checkpoints.latest();
        assertThat(check.check(List.of(), Set.of()).findings())
                .as("erased by an entry, so nothing is missing")
                .noneMatch(finding -> person.equals(finding.stream()));
    }

    @Test
    void contentGoesWithItOnlyWhileAnAccessIsApproved() throws Exception {
        var person = referred();
        var path = "/api/v1/cases/" + person + "/export?format=bundle&content=true";
        assertThat(api().get("auditor1", path).status()).isEqualTo(403);
        var asked = api().post(
                        "auditor1",
                        "/api/v1/cases/" + person + "/accesses",
                        Map.of(
                                "purpose", "quality-of-help",
                                "classes", List.of("identity"),
                                "length", "P1D",
                                "reason", "sample of the year"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        var approved = api().post(
                        "coordinator1",
                        "/api/v1/accesses/" + asked.body().path("id").asString() + "/approve",
                        Map.of());
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        var bundle = export(person, "&content=true");
        assertThat(evidence("verify", bundle.toString())).startsWith("0 ");
        assertThat(evidence("verify", bundle.toString(), "--format", "json")).contains("\"matches\":1", "\"erased\":0");
        for (var user : List.of("ngo1", "police1", "coordinator1", "operator1"))
            assertThat(api().get(user, path).status()).as(user).isIn(403, 404);
    }

    @Test
    void theHolderOfAnEarlierCheckpointSeesThatTheBundleGoesOnFromIt() throws Exception {
        var person = referred();
        var kept = folder.resolve("kept.txt");
        Files.writeString(
                kept,
                api().get("shelter1", "/api/v1/ledger/checkpoint")
                        .body()
                        .path("note")
                        .asString());
        mechanism.bring(person, "Ask about danger and urgent needs");
        assertThat(evidence("verify", export(person, "").toString(), "--checkpoint", kept.toString()))
                .startsWith("0 ");
    }

    @Test
    void whateverSheHadAnsweredSheWouldHaveBeenOfferedTheSame() {
        var person = referred();
        mechanism.bring(person, "Offer place");
        var otherwise = api().get("auditor1", "/api/v1/cases/" + person + "/counterfactual");
        assertThat(otherwise.status()).isEqualTo(200);
        assertThat(otherwise.body().path("same").asBoolean())
                .as(otherwise.text())
                .isTrue();
        var fit = api().get("auditor1", "/api/v1/cases/" + person + "/conformance");
        assertThat(fit.body().path("fits").asBoolean()).as(fit.text()).isTrue();
        assertThat(fit.body().path("fitness").asDouble()).isEqualTo(1);
        for (var what : List.of("counterfactual", "conformance"))
            assertThat(api().get("ngo1", "/api/v1/cases/" + person + "/" + what).status())
                    .isIn(403, 404);
    }

    @Test
    void allCasesOfAYearAreRunAnew() throws Exception {
        referred();
        var year = Instant.now().toString().substring(0, 4);
        var begun = api().post("auditor1", "/api/v1/counterfactuals", Map.of("year", Integer.valueOf(year)));
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        var address = "/api/v1/counterfactuals/" + begun.body().path("id").asString();
        var progress = api().get("auditor1", address);
        while (progress.body().path("done").asInt() < progress.body().path("of").asInt()) {
            Thread.onSpinWait();
            progress = api().get("auditor1", address);
        }
        assertThat(progress.body().path("of").asInt()).isPositive();
        assertThat(progress.body().path("failed").asInt()).as(progress.text()).isZero();
        assertThat(progress.body().path("different").size()).as(progress.text()).isZero();
        assertThat(api().post("auditor1", "/api/v1/counterfactuals", Map.of("year", 1900))
                        .status())
                .isEqualTo(422);
        assertThat(api().get("coordinator1", address).status()).isIn(403, 404);
    }

    @Test
    void aWitnessSignsWhatItSaw() throws UnusableNote {
        referred();
        var witness = SigningKey.generateWitness("ombudsperson.example");
        var desk = new LedgerDesk(
                checkpoints,
                new LedgerChecks(check, Clock.systemUTC()),
                List.of(witness.verifier().toString()));
        var given = desk.give();
        var size = given.checkpoint().size();
        var signed = desk.cosign(
                size, witness.cosign(given.note().text(), given.checkpoint().time()));
        assertThat(signed.note().signedBy(Set.of(witness.verifier()))).hasSize(1);
        assertThat(checkpoints.ofSize(size)).contains(signed.note());
        assertThat(desk.cosign(
                                size,
                                witness.cosign(
                                        given.note().text(), given.checkpoint().time()))
                        .note())
                .as("once is enough")
                .isEqualTo(signed.note());
        assertThatThrownBy(() -> desk.cosign(
                        size,
                        witness.cosign("another text\n", given.checkpoint().time())))
                .isInstanceOf(InvalidAnswers.class);
        var stranger = SigningKey.generateWitness("stranger.example");
        assertThatThrownBy(() -> desk.cosign(
                        size,
                        stranger.cosign(given.note().text(), given.checkpoint().time())))
                .isInstanceOf(InvalidAnswers.class);
    }

    private Path export(String person, String more) throws IOException, InterruptedException {
        var file = Files.createTempFile(folder, "case", ".zip");
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/cases/" + person
                                        + "/export?format=bundle" + more))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                "auditor1:demo".getBytes(StandardCharsets.UTF_8)))
                                .build(),
                        HttpResponse.BodyHandlers.ofFile(file));
        assertThat(answer.statusCode()).isEqualTo(200);
        return file;
    }

    /** Exit code and what is printed. */
    private static String evidence(String... arguments) {
        var out = new ByteArrayOutputStream();
        return EvidenceCommand.run(out, out, Clock.systemUTC(), arguments) + " " + out.toString(StandardCharsets.UTF_8);
    }
}
