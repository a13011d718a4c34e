package org.nrm.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nrm.access.Installation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Fills an empty demo with cases in every stage, in the background, so that the page is there at once and fills up. The staff of
 * the demo refer and work; nothing is written past the service.
 */
@Component
class DemoCases {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCases.class);

    private static final List<String> USERS = List.of(
            "ngo1",
            "ngo2",
            "shelter1",
            "legal1",
            "health1",
            "guardian1",
            "authority1",
            "social1",
            "interpreter1",
            "return1",
            "coordinator1",
            "responder1",
            "police1",
            "border1",
            "labour1",
            "prosecutor1");

    /** How many tasks of a case are done, by stage: from just referred to all that does not wait for time. */
    private static final List<Integer> STAGES = List.of(0, 2, 5, 9, 16, 28, 45, 120);

    private final Installation installation;
    private final JdbcClient jdbc;
    private final long seed;
    private final int count;
    private volatile int port;

    DemoCases(
            Installation installation,
            JdbcClient jdbc,
            @Value("${nrm.demo-seed:20260101}") long seed,
            @Value("${nrm.demo-cases:40}") int count) {
        this.installation = installation;
        this.jdbc = jdbc;
        this.seed = seed;
        this.count = Math.min(count, 50);
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        port = event.getWebServer().getPort();
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (!installation.demo() || count == 0 || port <= 0) return;
        var there = jdbc.sql("select count(*) from case_file").query(Long.class).single();
        if (there > 0) return;
        var work = new Thread(this::fill, "demo-cases");
        work.setDaemon(true);
        work.start();
    }

    private void fill() {
        var staff = new Staff(port);
        var people = new SyntheticPeople(seed);
        try {
            var cases = new ArrayList<String>();
            for (var number = 0; number < count; number++)
                refer(staff, people, number).ifPresent(cases::add);
            for (var number = 0; number < cases.size(); number++) work(staff, people, cases.get(number), number);
            LOG.info("The demo has {} cases", cases.size());
        } catch (RestClientException e) {
            LOG.warn("The demo's cases were not all made: {}", e.getClass().getSimpleName());
        }
    }

    private static Optional<String> refer(Staff staff, SyntheticPeople people, int number) {
        var isChild = number % 6 == 5 ? "yes" : number % 11 == 10 ? "unknown" : "no";
        var consents = number % 8 != 7;
        var user = people.pick(List.of("ngo1", "ngo2", "responder1", "police1", "health1", "ngo1"));
        return staff.refer(user, people.referral(isChild, consents));
    }

    private static void work(Staff staff, SyntheticPeople people, String caseRef, int number) {
        var left = STAGES.get(number % STAGES.size());
        var refuses = number % 5 == 4;
        while (left > 0) {
            var done = round(staff, people, caseRef, left, refuses);
            if (done == 0) break;
            left -= done;
        }
        if (number % STAGES.size() < STAGES.size() - 1) return;
        var manager = staff.tasks("ngo1", caseRef).isEmpty() ? "ngo2" : "ngo1";
        try {
            staff.raise(
                    manager,
                    caseRef,
                    switch ((number / STAGES.size()) % 4) {
                        case 0 -> "wish-to-testify";
                        case 1 -> "complains";
                        case 2 -> "wish-for-a-solution";
                        default -> "closes";
                    });
            round(staff, people, caseRef, 6, false);
        } catch (RestClientException e) {
            LOG.debug("A demo case does not take this event yet");
        }
    }

    /** Every user does what of the case lies in the inbox; the number of tasks done. */
    private static int round(Staff staff, SyntheticPeople people, String caseRef, int most, boolean refuses) {
        var done = 0;
        for (var user : USERS)
            for (var task : staff.tasks(user, caseRef)) {
                if (done == most) return done;
                if (people.once(12)) continue;
                staff.complete(
                        user,
                        task,
                        refuses ? Map.of("answerRedress", "refused", "answerLongTermSupport", "later") : Map.of());
                done++;
            }
        return done;
    }
}
