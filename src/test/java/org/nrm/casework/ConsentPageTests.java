package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Api;
import org.nrm.testing.PageVisitor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Consents on their page, and the sheet for the person. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"nrm.demo-cases=0", "nrm.timers=false"})
class ConsentPageTests {

    private static final Pattern SHEET = Pattern.compile("/cases/[^\"]*/consents/[^\"]*/sheet");

    @LocalServerPort
    private int port;

    @Test
    void aConsentIsRecordedPassedOnAndPrintedInHerLanguage() throws Exception {
        var ngo = visitor("ngo1");
        var ref = refer();
        var page = "/cases/" + ref + "/consents";
        assertThat(ngo.open(page).body()).contains("Nothing has been passed on.");
        var wrong = ngo.post(page, "to", "social-services", "dataClass", "contact", "understood", "кажа им адреса");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("href=\"#consent-told\"", "href=\"#consent-purpose\"", "кажа им адреса");
        var done = ngo.postAndGoOn(
                page,
                "to",
                "social-services",
                "dataClass",
                "contact",
                "purpose",
                "referral",
                "duration",
                "P90D",
                "language",
                "bg",
                "form",
                "spoken",
                "told",
                "who",
                "told",
                "what",
                "told",
                "why",
                "told",
                "how-long",
                "told",
                "onward",
                "told",
                "no-loss",
                "told",
                "withdrawal",
                "understood",
                "те ще ме намерят");
        assertThat(done.body()).contains("The consent is recorded.");
        var passed = ngo.postAndGoOn(page + "/disclosures", "role", "social-services", "dataClass", "contact");
        assertThat(passed.body()).contains("It is passed on and noted.");

        var sheet = SHEET.matcher(passed.body());
        assertThat(sheet.find()).isTrue();
        assertThat(text(ngo.bytes(sheet.group()))).contains("те ще ме намерят", ref);
        assertThat(text(ngo.bytes("/cases/" + ref + "/disclosures/sheet"))).contains(ref);
        assertThat(visitor("police1").open(page).statusCode()).isEqualTo(404);
        assertThat(visitor("social1").open(sheet.group()).statusCode()).isEqualTo(404);
    }

    private static String text(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper()
                    .getText(document)
                    .replace("\u00a0", " ")
                    .replaceAll("\\s+", " ");
        }
    }

    private String refer() {
        return new Api(port)
                .post("ngo1", "/api/v1/referrals", org.nrm.testing.Mechanism.adult())
                .body()
                .path("caseRef")
                .asString();
    }

    private PageVisitor visitor(String user) {
        return new PageVisitor(port, user);
    }
}
