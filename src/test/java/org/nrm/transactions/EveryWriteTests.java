package org.nrm.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;
import org.nrm.testing.Api.Answer;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.interceptor.BeanFactoryTransactionAttributeSourceAdvisor;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whoever writes and meets somebody who holds the case is asked to try again, and is told nothing of a fault; whoever writes at the same
 * time as many others is served. Waiting is short here: half a second for a lock.
 */
@TestPropertySource(properties = "spring.datasource.hikari.connection-init-sql=set lock_timeout = 300")
@Tag("slow")
class EveryWriteTests extends Stories {

    private static final Map<String, Object> CONSENT = Map.of(
            "of",
            "support, contact",
            "to",
            "social-services",
            "purpose",
            "referral",
            "duration",
            "P90D",
            "language",
            "en",
            "form",
            "spoken",
            "told",
            List.of("who", "what", "why", "how-long", "onward", "no-loss", "withdrawal"));

    @Autowired
    private ApplicationContext service;

    @Autowired
    private TransactionAttributeSource attributes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void everyMethodThatMayWriteIsTriedAgainAroundItsTransaction() {
        var writing = 0;
        for (var name : service.getBeanDefinitionNames()) {
            var bean = service.getBean(name);
            var type = AopUtils.getTargetClass(bean);
            if (!type.getName().startsWith("org.nrm.") || !mayWrite(type)) continue;
            writing++;
            assertThat(bean).as(name).isInstanceOf(Advised.class);
            var advice = Stream.of(((Advised) bean).getAdvisors())
                    .map(advisor -> advisor instanceof BeanFactoryTransactionAttributeSourceAdvisor
                            ? "transaction"
                            : advisor.getAdvice().getClass().getEnclosingClass() == RetriedTransactions.class
                                    ? "tries"
                                    : "other")
                    .toList();
            assertThat(advice.indexOf("tries")).as("%s: %s", name, advice).isBetween(0, advice.indexOf("transaction"));
        }
        assertThat(writing).isGreaterThan(15);
    }

    private boolean mayWrite(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .map(method -> attributes.getTransactionAttribute(method, type))
                .anyMatch(attribute -> attribute != null && !attribute.isReadOnly());
    }

    @Test
    void whileSomebodyHoldsTheCaseEveryoneIsAskedToTryAgain() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var hold = post("ngo1", person, "holds", Map.of("reason", "claim-pending"));
        mechanism.agrees("ngo1", person, "support, contact", "social-services");
        var task = mechanism.tasks(person).stream()
                .filter(open -> open.role().equals("case-manager"))
                .findFirst()
                .orElseThrow();
        var data = mechanism.ordinaryAnswers(task);
        var acts = new HashMap<String, Callable<Answer>>();
        acts.put("consent", () -> post("ngo1", person, "consents", CONSENT));
        acts.put(
                "passing on",
                () -> post(
                        "ngo1",
                        person,
                        "disclosures",
                        Map.of("role", "social-services", "classes", List.of("support", "contact"))));
        acts.put("restriction", () -> post("ngo1", person, "restrictions", Map.of("classes", List.of("account"))));
        acts.put("lifting", () -> post("ngo1", person, "restrictions/lift", Map.of("classes", List.of("account"))));
        acts.put("hold", () -> post("ngo1", person, "holds", Map.of("reason", "claim-pending")));
        if (hold.status() == 201)
            acts.put(
                    "end of hold",
                    () -> post("ngo1", person, "holds/" + hold.body().path("id").asString() + "/end", null));
        acts.put(
                "erasure",
                () -> post(
                        "ngo1",
                        person,
                        "erasures",
                        Map.of("classes", List.of("contact"), "reason", "she asks for it")));
        acts.put(
                "correction",
                () -> post(
                        "ngo1",
                        person,
                        "corrections",
                        Map.of(
                                "element",
                                "receive-referral",
                                "field",
                                "safeContact",
                                "value",
                                "at noon",
                                "reason",
                                "wrong")));
        acts.put("withdrawal", () -> post("ngo1", person, "withdrawals", Map.of("what", "participation")));
        acts.put("event", () -> post("ngo1", person, "events", Map.of("type", "risk-changes", "data", Map.of())));
        acts.put(
                "assignment",
                () -> post(
                        "coordinator1",
                        person,
                        "assignments",
                        Map.of("role", "case-manager", "agency", "safe-harbour", "reason", "asked for by her")));
        acts.put(
                "completing",
                () -> mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/complete", Map.of("data", data)));
        acts.put("handing back", () -> mechanism.api().post("ngo1", "/api/v1/tasks/" + task.id() + "/unclaim", null));

        var before = lastEntry(person);
        var answers = whileHeld(person, acts);

        answers.forEach((act, answer) -> {
            assertThat(answer.status())
                    .as("%s: %s", act, answer.text())
                    .isIn(act.equals("correction") || act.equals("erasure") ? List.of(409, 422) : List.of(409));
            if (answer.status() == 409)
                assertThat(answer.body().path("type").asString()).as(act).isEqualTo("urn:nrm:problem:conflict");
        });
        assertThat(lastEntry(person)).isEqualTo(before);
        assertThat(acts.get("completing").call().status())
                .as("and later it is done")
                .isEqualTo(200);
    }

    @Test
    void whileTheGeneralHistoryIsHeldTheRestIsAskedToTryAgain() throws Exception {
        var answers = whileHeld(
                Entry.GENERAL,
                Map.of(
                        "keys",
                        () -> mechanism.api().post("operator1", "/api/v1/keys/rotations", Map.of("what", "data")),
                        "a year",
                        () -> mechanism.api().post("auditor1", "/api/v1/counterfactuals", Map.of("year", 2026)),
                        "logs",
                        () -> mechanism.api().get("auditor1", "/api/v1/logs?format=xes"),
                        "clock",
                        () -> mechanism.api().post("operator1", "/api/v1/demo/clock", Map.of("advance", "PT1S"))));
        answers.forEach((act, answer) ->
                assertThat(answer.status()).as("%s: %s", act, answer.text()).isEqualTo(409));
    }

    @Test
    void manyWhoRecordWhatThePersonWantsAtOnceAreAllServed() throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var acts = new ArrayList<Callable<Answer>>();
        for (var number = 0; number < 3; number++) {
            acts.add(() -> post("ngo1", person, "consents", CONSENT));
            acts.add(() -> post("ngo1", person, "restrictions", Map.of("classes", List.of("account"))));
            acts.add(() -> post("ngo1", person, "restrictions/lift", Map.of("classes", List.of("account"))));
        }
        assertThat(together(acts))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 201, 409));
        assertThat(jdbc.sql("select count(*) from consent where case_ref = :ref")
                        .param("ref", person)
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    private Answer post(String user, String person, String what, @Nullable Object body) {
        return mechanism.api().post(user, "/api/v1/cases/" + person + "/" + what, body);
    }

    /** What is answered to each while somebody else is at the stream's end and does not come to an end. */
    private Map<String, Answer> whileHeld(String stream, Map<String, Callable<Answer>> acts) throws Exception {
        var held = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        var other = Executors.newSingleThreadExecutor();
        var answers = new HashMap<String, Answer>();
        try {
            var holding = other.submit(() -> new TransactionTemplate(transactions).execute(status -> {
                jdbc.sql("select seq from ledger_head where stream = :stream for update")
                        .param("stream", stream)
                        .query(Long.class)
                        .single();
                held.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return true;
            }));
            held.await();
            var names = List.copyOf(acts.keySet());
            var calls = together(names.stream().map(acts::get).toList());
            for (var number = 0; number < names.size(); number++) answers.put(names.get(number), calls.get(number));
            letGo.countDown();
            holding.get();
        } finally {
            letGo.countDown();
            other.shutdownNow();
        }
        return answers;
    }

    private static <T> List<T> together(List<Callable<T>> acts) throws Exception {
        var pool = Executors.newFixedThreadPool(acts.size());
        var start = new CyclicBarrier(acts.size());
        try {
            var results = new ArrayList<T>();
            for (var done : pool.invokeAll(acts.stream()
                    .<Callable<T>>map(act -> () -> {
                        start.await();
                        return act.call();
                    })
                    .toList())) results.add(done.get());
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private long lastEntry(String person) {
        return jdbc.sql("select seq from ledger_head where stream = :stream")
                .param("stream", new CaseRef(person).value())
                .query(Long.class)
                .single();
    }
}
