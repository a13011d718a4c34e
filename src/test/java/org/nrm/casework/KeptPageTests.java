package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.PageVisitor;
import org.nrm.testing.Stories;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page that says what is kept, and on which it is restricted, held and erased. */
@Tag("slow")
class KeptPageTests extends Stories {

    private static final Pattern END = Pattern.compile("(/cases/[^\"]+/data/holds/[^\"]+/end)\"");

    @LocalServerPort
    private int port;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void itSaysHowLongEachClassIsKeptAndHidesNoneOfThem() {
        var page = new PageVisitor(port, "ngo1").open(address(refer()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("What is kept", "5 years", "6 months", "2 years", "Not as long as the case is open", "Health")
                .doesNotContain("Mila Example", "??");
    }

    @Test
    void itIsForWhoSpeaksForThePerson() {
        var person = refer();
        assertThat(new PageVisitor(port, "shelter1").open(address(person)).statusCode())
                .isEqualTo(404);
        mechanism
                .api()
                .post(
                        "coordinator1",
                        "/api/v1/cases/" + person + "/assignments",
                        Map.of("role", "shelter", "agency", "birch-house", "reason", "a place"));
        assertThat(new PageVisitor(port, "shelter1").open(address(person)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theUseOfSomethingIsStoppedAndBegunAgain() {
        var person = refer();
        var visitor = new PageVisitor(port, "ngo1");
        visitor.open(address(person));
        assertThat(visitor.post(address(person) + "/restrictions").statusCode()).isEqualTo(422);
        assertThat(visitor.postAndGoOn(address(person) + "/restrictions", "dataClass", "contact")
                        .body())
                .contains("It is done.", "Kept, not used since");
        assertThat(visitor.open("/cases/" + person).body()).doesNotContain("knock twice");
        visitor.open(address(person));
        assertThat(visitor.postAndGoOn(address(person) + "/restrictions/lift", "dataClass", "contact")
                        .body())
                .doesNotContain("Kept, not used since");
        assertThat(visitor.open("/cases/" + person).body()).contains("knock twice");
    }

    @Test
    void erasingNeedsATickAndAReasonAndNoHold() {
        var person = refer();
        var visitor = new PageVisitor(port, "ngo1");
        visitor.open(address(person));
        var erase = address(person) + "/erasures";
        var withoutTick = visitor.post(erase, "dataClass", "contact", "reason", "she asks for it");
        assertThat(withoutTick.statusCode()).isEqualTo(422);
        assertThat(withoutTick.body()).contains("Please confirm that you know it.", "she asks for it");
        assertThat(visitor.post(erase, "dataClass", "contact", "forEver", "yes").statusCode())
                .isEqualTo(422);
        assertThat(visitor.post(address(person) + "/holds", "reason", "").statusCode())
                .isEqualTo(422);
        var held = visitor.postAndGoOn(address(person) + "/holds", "reason", "claim-pending");
        assertThat(held.body()).contains("A claim is pending", "End this hold");
        var refused = visitor.post(erase, "dataClass", "contact", "reason", "she asks for it", "forEver", "yes");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("claim-pending");
        var end = END.matcher(held.body());
        assertThat(end.find()).isTrue();
        visitor.postAndGoOn(end.group(1));
        var erased = visitor.postAndGoOn(
                erase, "dataClass", "contact", "dataClass", "health", "reason", "she asks for it", "forEver", "yes");
        assertThat(erased.body()).contains("Erased on");
        assertThat(visitor.open("/cases/" + person).body()).doesNotContain("knock twice");
    }

    @Test
    void aCorrectedAnswerIsShownWithItsReason() {
        var person = refer();
        mechanism
                .api()
                .post(
                        "ngo1",
                        "/api/v1/cases/" + person + "/corrections",
                        Map.of(
                                "element", "receive-referral",
                                "field", "name",
                                "value", "Mira Example",
                                "reason", "it was misheard"));
        assertThat(new PageVisitor(port, "ngo1").open("/cases/" + person).body())
                .contains("Mira Example", "Corrected, because", "it was misheard", "What is kept")
                .doesNotContain("Mila Example");
    }

    private String refer() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("person", Map.of("isChild", "no", "name", "Mila Example", "birthDate", "1990-04-03"));
        referral.put("contact", Map.of("safeContact", "knock twice"));
        return mechanism.refer("ngo1", referral);
    }

    private static String address(String person) {
        return "/cases/" + person + "/data";
    }
}
