package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nrm.forms.Form;
import org.nrm.forms.UnusableForm;
import org.nrm.ledger.CaseRef;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.Roles;
import org.nrm.records.keys.KeyStore;
import org.nrm.records.keys.Sealed;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Whole cases in which every text holds a word that stands nowhere else, every date lies in 1987 and every number is the highest
 * that is possible; then every row of every table is read. What people said is in the record store and nowhere else: not in the
 * engine's tables, not in the ledger, not in the log.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class EngineHoldsNoContentTests extends Stories {

    private static final String WORD = "zzqx";
    private static final String DAY = "1987-06-05";
    private static final List<String> EVENTS = List.of(
            "language-changes",
            "risk-changes",
            "requests-data",
            "complains",
            "conference-called",
            "wish-to-testify",
            "wish-for-a-solution",
            "change-of-agency",
            "appeals",
            "contact-lost",
            "closes");

    private static final Set<String> PLAIN = Set.of("string", "boolean", "null");

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private KeyStore keyStore;

    @Autowired
    private DataClasses classes;

    @Autowired
    private Agencies agencies;

    @Autowired
    private Roles roles;

    private final Set<String> said = new TreeSet<>();

    @Override
    protected String process() {
        return "";
    }

    @Test
    void whatPeopleSayStandsInTheRecordStoreOnly(CapturedOutput output) throws IOException {
        var adult = mechanism.refer("ngo1", fullReferral("no"));
        var reason = Map.of("role", "shelter", "agency", "birch-house", "reason", canary("reason"));
        assertThat(mechanism
                        .api()
                        .post("coordinator1", "/api/v1/cases/" + adult + "/assignments", reason)
                        .status())
                .isEqualTo(200);
        workOff(adult);
        for (var event : EVENTS) {
            var note = canary("note on " + event);
            var answer = mechanism
                    .api()
                    .post(
                            "ngo1",
                            "/api/v1/cases/" + adult + "/events",
                            Map.of("type", event, "data", Map.of("note", note)));
            assertThat(answer.status()).as("%s: %s", event, answer.text()).isIn(200, 409);
            if (answer.status() != 200) said.remove(note);
        }
        workOff(adult);
        mechanism.passes("P40D");
        workOff(adult);
        var child = mechanism.refer("police1", fullReferral("yes"));
        workOff(child);
        var refused = mechanism.api().post("ngo1", "/api/v1/referrals", withoutConsent());
        assertThat(refused.status()).isEqualTo(422);

        theRecordStoreHoldsIt(List.of(adult, child));
        noTableShowsIt();
        theEnginesVariablesAreCodesOfRoutingFacts();
        whatTheEngineKeepsInFilesIsTheModels();
        assertThat(output.getAll()).doesNotContainIgnoringCase(WORD).doesNotContain(DAY);
    }

    private void theRecordStoreHoldsIt(List<String> people) {
        var kept = new ArrayList<String>();
        jdbc.sql(
                        "select case_ref, element, task, field, data_class, sealed, key_id from case_field where case_ref in (:people)")
                .param("people", people)
                .query(row -> {
                    kept.add(keyStore.of(new CaseRef(row.getString("case_ref")))
                            .open(
                                    row.getString("data_class"),
                                    row.getString("element") + "\n" + row.getString("task") + "\n"
                                            + row.getString("field"),
                                    new Sealed(row.getString("key_id"), row.getString("sealed"))));
                });
        var texts = kept.stream().filter(text -> text.contains(WORD)).collect(Collectors.toSet());
        assertThat(texts).hasSizeGreaterThan(80);
        assertThat(texts).containsAll(said);
        assertThat(kept.stream().filter(text -> text.contains(DAY))).hasSizeGreaterThan(20);
    }

    private void noTableShowsIt() {
        var tables = Tables.names(jdbc);
        assertThat(tables).contains("act_hi_varinst", "act_hi_detail", "act_ge_bytearray", "ledger_entry", "open_task");
        for (var table : tables) {
            for (var row : Tables.rows(jdbc, table)) {
                row.remove("sealed"); // chance letters, in which any word may stand
                assertThat(row.values())
                        .as(table)
                        .noneMatch(content ->
                                content.toLowerCase(java.util.Locale.ROOT).contains(WORD))
                        .noneMatch(content -> content.contains(DAY));
            }
        }
    }

    /** The name of each variable is that of a routing fact or of a closed answer that a condition reads; the value is a code. */
    private void theEnginesVariablesAreCodesOfRoutingFacts() throws IOException {
        var allowed = allowedVariables();
        var codes = codes();
        for (var table : List.of("act_ru_variable", "act_hi_varinst", "act_hi_detail")) {
            var rows = Tables.rows(jdbc, table);
            assertThat(rows).as(table).isNotEmpty();
            for (var row : rows) {
                var name = row.getOrDefault("name_", "");
                assertThat(allowed).as("%s holds %s", table, row).contains(name);
                assertThat(row.getOrDefault("var_type_", row.getOrDefault("type_", "")))
                        .as("%s %s", table, name)
                        .isIn(PLAIN);
                assertThat(row).as("%s %s", table, name).doesNotContainKeys("double_", "bytearray_id_", "text2_");
                for (var word : row.getOrDefault("text_", "").split(" ", -1))
                    if (!word.isEmpty())
                        assertThat(codes).as("%s, value of %s", table, name).contains(word);
            }
        }
    }

    private void whatTheEngineKeepsInFilesIsTheModels() throws IOException {
        var resources = Tables.rows(jdbc, "act_ge_bytearray");
        assertThat(resources).hasSizeGreaterThan(100);
        for (var resource : resources) {
            var name = String.valueOf(resource.get("name_"));
            assertThat(resource).as(name).containsKey("deployment_id_");
            var folder = name.endsWith(".bpmn") ? "processes" : "forms";
            assertThat(resource.get("bytes_")).as(name).isEqualTo(Files.readString(Path.of(folder, name)));
        }
    }

    private Map<String, Object> fullReferral(String isChild) {
        var referral = new LinkedHashMap<>(isChild.equals("no") ? Mechanism.adult() : Mechanism.child());
        referral.put("date", DAY);
        referral.put("reason", canary("reason of " + isChild));
        referral.put(
                "person",
                Map.of(
                        "isChild",
                        isChild,
                        "name",
                        canary("name of " + isChild),
                        "birthDate",
                        DAY,
                        "documentNumber",
                        canary("number of " + isChild)));
        referral.put(
                "contact",
                Map.of(
                        "safeContact",
                        canary("contact of " + isChild),
                        "doNotContact",
                        canary("no contact of " + isChild),
                        "safeTimes",
                        canary("times of " + isChild)));
        return referral;
    }

    private Map<String, Object> withoutConsent() {
        var referral = new LinkedHashMap<>(Mechanism.adult());
        referral.put("consent", Map.of("given", false, "language", "en"));
        referral.put("reason", WORD + " of a person who does not consent");
        return referral;
    }

    /** A text that must be found in the record store. */
    private String canary(String what) {
        var text = WORD + " " + what;
        said.add('"' + text + '"');
        return text;
    }

    private void workOff(String person) throws IOException {
        for (var round = 0; round < 60; round++) {
            var open = mechanism.tasks(person);
            for (var task : open) mechanism.completes(person, task.name(), telling(task));
            if (open.isEmpty()) return;
        }
        throw new AssertionError("The case does not come to rest; open are " + mechanism.openTasks(person));
    }

    /** A telling answer to each text, date and number of the task's form. */
    private static Map<String, Object> telling(OpenTask task) throws IOException {
        var answers = new HashMap<String, Object>();
        collect(form(task.form()), answers);
        return answers;
    }

    private static void collect(JsonNode parent, Map<String, Object> answers) {
        for (var component : parent.path("components")) {
            var key = component.path("key").asString("");
            switch (component.path("type").asString("")) {
                case "textfield", "textarea" -> answers.put(key, WORD + " in " + key);
                case "number" ->
                    answers.put(key, component.path("validate").path("max").asInt(777_777));
                case "datetime" ->
                    answers.put(
                            key,
                            switch (component.path("subtype").asString("date")) {
                                case "time" -> "03:04";
                                case "datetime" -> DAY + "T03:04";
                                default -> DAY;
                            });
                default -> {}
            }
            collect(component, answers);
        }
    }

    private static JsonNode form(String id) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(Path.of("forms", id + ".form")));
    }

    private Set<String> allowedVariables() throws IOException {
        var allowed = new TreeSet<>(classes.variables().keySet());
        var read = new HashSet<String>();
        for (var file : files("processes", ".bpmn")) {
            var model = Bpmn.readModelFromFile(file.toFile());
            for (var flow : model.getModelElementsByType(SequenceFlow.class))
                if (flow.getConditionExpression() != null)
                    read.addAll(identifiers(flow.getConditionExpression().getTextContent()));
            for (var output : model.getModelElementsByType(CamundaOutputParameter.class)) {
                read.addAll(identifiers(output.getTextContent()));
                allowed.add(output.getCamundaName());
            }
            for (var input : model.getModelElementsByType(CamundaInputParameter.class))
                allowed.add(input.getCamundaName());
            for (var in : model.getModelElementsByType(CamundaIn.class))
                if (in.getCamundaSource() != null) {
                    read.add(in.getCamundaSource());
                    allowed.add(in.getCamundaTarget());
                }
            for (var out : model.getModelElementsByType(CamundaOut.class)) {
                read.add(out.getCamundaSource());
                allowed.add(out.getCamundaTarget());
            }
        }
        for (var file : files("forms", ".form")) {
            for (var field : schema(file).questions()) {
                var dataClass = String.valueOf(field.dataClass());
                if (field.closed()
                        && (dataClass.equals("routing")
                                || (Set.of("co-operation", "migration", "decision")
                                                .contains(dataClass)
                                        && read.contains(field.key())))) allowed.add(field.key());
            }
        }
        return allowed;
    }

    private static Form schema(Path file) throws IOException {
        try {
            return Form.parse(Files.readString(file));
        } catch (UnusableForm e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Set<String> identifiers(String expression) {
        var names = new HashSet<String>();
        if (expression.contains("${"))
            new Builder().build(expression.strip()).getIdentifierNodes().forEach(node -> names.add(node.getName()));
        return names;
    }

    /** Every code of every list, and what the service itself writes: roles, agencies and kinds of request and withdrawal. */
    private Set<String> codes() throws IOException {
        var codes = new HashSet<>(roles.ids());
        agencies.all().forEach(agency -> codes.add(agency.id()));
        codes.addAll(Set.of("consent", "participation", "statement", "testimony"));
        values(YAMLMapper.shared().readTree(Files.readString(Path.of("config", "lists.yaml"))), codes);
        for (var file : files("forms", ".form")) values(JsonMapper.shared().readTree(Files.readString(file)), codes);
        for (var file : files("processes", ".bpmn"))
            for (var input : Bpmn.readModelFromFile(file.toFile()).getModelElementsByType(CamundaInputParameter.class))
                codes.add(input.getTextContent());
        return codes;
    }

    private static void values(JsonNode node, Set<String> codes) {
        if (node.path("value").isString()) codes.add(node.path("value").asString());
        node.forEach(child -> values(child, codes));
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (var list = Files.list(Path.of(folder))) {
            return new ArrayList<>(list.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList());
        }
    }
}
