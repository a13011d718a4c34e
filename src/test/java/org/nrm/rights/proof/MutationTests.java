package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.forms.Form;
import org.nrm.mechanism.ModelSettings;
import org.nrm.rights.model.Sources;
import org.nrm.rights.model.Vocabulary;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * Changes the shipped models where they can be changed: what makes help hang on the police, on co-operation or on documents is found, and
 * what harms nobody is not. What follows a change is worked out here by a walk of its own over the file, so that the verifier is not
 * measured by itself. A file is verified together with what it calls. Of all changes a sample is tried, the same each time; all with
 * {@code -Dmutants=all}. The counts are written to {@code target/mutants-*.txt}.
 */
@Tag("slow")
class MutationTests {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final String DC = "http://www.omg.org/spec/DD/20100524/DC";
    private static final Path PROCESSES = Path.of("processes");
    private static final String PATHWAY = "processes/referral-pathway.bpmn";
    private static final String SHELTER = "processes/shelter-placement.bpmn";
    private static final Set<String> BROUGHT_BY_MESSAGES =
            Set.of("channel", "caseManagerAssigned", "request", "requestedBy", "withdrawn", "complaintBy");
    private static final boolean ALL = "all".equals(System.getProperty("mutants"));
    private static final int OF_EACH_KIND = 12;
    private static final int OF_THE_PATHWAY = 2;

    private static final Set<String> UNCONDITIONAL =
            Set.of("information", "protection", "identification", "legal-advice", "assistance", "redress", "inclusion");

    private static final Set<String> NODES = Set.of(
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
            "userTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway");

    private static final Set<String> ACTIVITIES = Set.of("userTask", "callActivity", "subProcess");

    /** What is changed, and by which rule it is found; harmless if by none. */
    enum Kind {
        CO_OPERATION_GATEWAY("R1"),
        DOCUMENTS_GATEWAY("R3"),
        POLICE_TASK("R2"),
        JOINED_POLICE_TASK("R2"),
        POLICE_MESSAGE("R2"),
        POLICE_TASK_IN_SCOPE("R2"),
        POLICE_END_TASK("R2"),
        CO_OPERATION_FIELD("R1"),
        POLICE_END_SCOPE("R2"),
        SHORT_REFLECTION("R17"),
        RENAMED_AND_MOVED(null),
        CASE_MANAGER_TASK(null),
        POLICE_TASK_BESIDE(null),
        POLICE_EVENT_BESIDE(null),
        POLICE_PROCESS(null);

        private final @Nullable String rule;

        Kind(@Nullable String rule) {
            this.rule = rule;
        }
    }

    /**
     * One change at one place.
     *
     * @param place   id of the element that is changed
     * @param follows ids of the unconditional activities that come after; empty if harmless
     */
    private record Mutant(Kind kind, String file, String place, Set<String> follows) {
        @Override
        public String toString() {
            return kind + " at " + file + "#" + place;
        }
    }

    /** A rule that is broken at an element. */
    private record Broken(String rule, String element) {}

    /** How a change was judged; empty if as expected. */
    private record Outcome(Mutant mutant, String wrong) {}

    private static final Map<String, String> TEXTS = new TreeMap<>();
    private static final Map<String, String> DECISIONS = new TreeMap<>();
    private static final Map<String, String> FORMS = new TreeMap<>();
    private static final Map<String, Document> MODELS = new TreeMap<>();
    private static final List<Mutant> MUTANTS = new ArrayList<>();
    private static final List<Mutant> EXCLUDED = new ArrayList<>();

    @BeforeAll
    static void findPlaces() throws Exception {
        TEXTS.clear();
        MODELS.clear();
        MUTANTS.clear();
        EXCLUDED.clear();
        TEXTS.putAll(CatalogueTests.files(PROCESSES, ".bpmn"));
        DECISIONS.putAll(CatalogueTests.files(PROCESSES, ".dmn"));
        FORMS.putAll(forms());
        for (var text : TEXTS.entrySet()) MODELS.put(text.getKey(), parse(text.getValue()));
        for (var file : TEXTS.keySet()) places(file);
    }

    @Test
    void theUnchangedModelsKeepTheRules() throws Exception {
        var verifier = verifier();
        assertThat(verifier.verify(new Sources(TEXTS, DECISIONS, FORMS)).verdict())
                .isEqualTo(Verdict.PROVED);
        for (var file : TEXTS.keySet()) {
            var found = unchanged(verifier, file);
            assertThat(found)
                    .as(file)
                    .noneMatch(finding -> Set.of("R1", "R2", "R3", "R17").contains(finding.rule));
            if (file.equals(PATHWAY)) assertThat(found).isEmpty();
        }
    }

    @Test
    void aChangeThatMakesHelpHangOnSomethingIsFound() throws Exception {
        judge("found", mutant -> mutant.kind.rule != null);
    }

    @Test
    void aHarmlessChangeIsNotFound() throws Exception {
        judge("harmless", mutant -> mutant.kind.rule == null);
    }

    private static void judge(String name, Predicate<Mutant> which) throws Exception {
        var verifier = verifier();
        var chosen = ALL ? MUTANTS.stream().filter(which).toList() : sample(which);
        var before = new TreeMap<String, Set<Broken>>();
        for (var file : TEXTS.keySet()) before.put(file, unchanged(verifier, file));
        var threads = Executors.newFixedThreadPool(2);
        var outcomes = new ArrayList<Outcome>();
        try {
            var tasks = new ArrayList<Callable<Outcome>>();
            for (var mutant : chosen)
                tasks.add(() -> outcome(verifier, mutant, before.getOrDefault(mutant.file, Set.of())));
            for (var outcome : threads.invokeAll(tasks)) outcomes.add(outcome.get());
        } finally {
            threads.shutdown();
        }
        var wrong =
                outcomes.stream().filter(outcome -> !outcome.wrong.isEmpty()).toList();
        report(name, which, chosen, wrong);
        assertThat(chosen).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    /** The same each time: of each kind some of the pathway, which takes longest, and some of the other files. */
    private static List<Mutant> sample(Predicate<Mutant> which) {
        var chosen = new ArrayList<Mutant>();
        for (var kind : Kind.values()) {
            var all = new ArrayList<>(MUTANTS.stream()
                    .filter(which)
                    .filter(mutant -> mutant.kind == kind)
                    .toList());
            Collections.shuffle(all, new Random(kind.name().hashCode()));
            all.stream()
                    .filter(mutant -> mutant.file.equals(PATHWAY))
                    .limit(OF_THE_PATHWAY)
                    .forEach(chosen::add);
            all.stream()
                    .filter(mutant -> !mutant.file.equals(PATHWAY))
                    .limit(OF_EACH_KIND)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** What a file breaks by itself: a part may lack what its callers do before. */
    private static Set<Broken> unchanged(Verifier verifier, String file) throws Exception {
        return broken(verifier.verify(sources(called(file), file, write(asPart(copy(file))))));
    }

    private static Set<Broken> broken(Report report) {
        var broken = new LinkedHashSet<Broken>();
        for (var finding : report.findings()) broken.add(new Broken(finding.rule(), String.valueOf(finding.element())));
        return broken;
    }

    private static Outcome outcome(Verifier verifier, Mutant mutant, Set<Broken> before) throws Exception {
        var report = verifier.verify(sources(called(mutant.file), mutant.file, write(mutated(mutant))));
        if (mutant.kind.rule == null) {
            var added = broken(report);
            added.removeAll(before);
            return new Outcome(mutant, added.isEmpty() ? "" : "breaks " + added);
        }
        var found = report.verdict() == Verdict.VIOLATED
                && report.findings().stream()
                        .anyMatch(finding -> finding.rule().equals(mutant.kind.rule)
                                && mutant.follows.contains(String.valueOf(finding.element())));
        return new Outcome(
                mutant,
                found ? "" : "is " + report.verdict() + " " + broken(report) + ", but " + mutant.follows + " follow");
    }

    private static void report(String name, Predicate<Mutant> which, List<Mutant> tried, List<Outcome> wrong)
            throws Exception {
        var lines = new ArrayList<String>();
        lines.add("kind; places; tried; wrong; places where nothing that must not hang on it follows");
        for (var kind : Kind.values()) {
            var made = MUTANTS.stream()
                    .filter(which)
                    .filter(one -> one.kind == kind)
                    .count();
            var left = EXCLUDED.stream()
                    .filter(which)
                    .filter(one -> one.kind == kind)
                    .count();
            if (made == 0 && left == 0) continue;
            lines.add("%s; %d; %d; %d; %d"
                    .formatted(
                            kind,
                            made,
                            tried.stream().filter(one -> one.kind == kind).count(),
                            wrong.stream()
                                    .filter(one -> one.mutant.kind == kind)
                                    .count(),
                            left));
        }
        for (var outcome : wrong) lines.add("WRONG " + outcome.mutant + " " + outcome.wrong);
        for (var mutant : EXCLUDED) if (which.test(mutant)) lines.add("excluded: " + mutant);
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "mutants-" + name + ".txt"), lines);
    }

    private static Verifier verifier() throws Exception {
        var settings = ModelSettings.bounded(CatalogueTests.config());
        return new Verifier(Vocabulary.of(settings, Form.parseAll(FORMS)), new Rules(settings.rights()));
    }

    /** Those that are shipped; of each one that cannot be completed without an answer on co-operation; and those of new tasks. */
    private static Map<String, String> forms() throws Exception {
        var forms = CatalogueTests.files(Path.of("forms"), ".form");
        for (var form : List.copyOf(forms.entrySet())) {
            var id = form.getKey().replaceAll(".*/|\\.form", "");
            var text = form.getValue().replace("\"id\": \"" + id + "\"", "\"id\": \"asking-" + id + "\"");
            var last = text.lastIndexOf(']');
            forms.put(
                    "forms/asking-" + id + ".form",
                    text.substring(0, last) + "," + field("newStatement", "co-operation", true) + text.substring(last));
        }
        forms.put("forms/new-task.form", form("new-task", field("newDone", "routing", true)));
        forms.put(
                "forms/new-co-operation.form",
                form(
                        "new-co-operation",
                        field("newDone", "routing", true) + "," + field("newAnswer", "co-operation", false)));
        forms.put(
                "forms/new-documents.form",
                form(
                        "new-documents",
                        field("newDone", "routing", true) + "," + field("newAnswer", "migration", false)));
        return forms;
    }

    private static String form(String id, String fields) {
        return "{\"id\": \"" + id + "\", \"type\": \"default\", \"components\": [" + fields + "]}";
    }

    private static String field(String key, String dataClass, boolean required) {
        return """
                {"type": "radio", "id": "field-%1$s", "key": "%1$s", "label": "Question",
                 "values": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
                 "properties": {"dataClass": "%2$s"}, "validate": {"required": %3$s}}""".formatted(key, dataClass, required);
    }

    private static Sources sources(Set<String> files, String file, String text) {
        var processes = new TreeMap<String, String>();
        for (var one : files) processes.put(one, one.equals(file) ? text : TEXTS.getOrDefault(one, ""));
        return new Sources(processes, DECISIONS, FORMS);
    }

    /** A file and all that it calls. */
    private static Set<String> called(String file) {
        var found = new LinkedHashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(file);
        while (!open.isEmpty()) {
            var next = open.poll();
            if (!found.add(next)) continue;
            for (var call : elements(model(next), "callActivity"))
                open.add("processes/" + call.getAttribute("calledElement") + ".bpmn");
        }
        return found;
    }

    // Places

    private static void places(String file) {
        var model = model(file);
        for (var flow : elements(model, "sequenceFlow")) {
            var source = byId(model, flow.getAttribute("sourceRef"));
            if (source.getLocalName().equals("eventBasedGateway")) continue;
            var id = flow.getAttribute("id");
            var walk = new Walk(called(file));
            walk.end(scope(flow));
            var inScope = Set.copyOf(walk.reached);
            walk.node(byId(model, flow.getAttribute("targetRef")));
            for (var kind : List.of(
                    Kind.CO_OPERATION_GATEWAY,
                    Kind.DOCUMENTS_GATEWAY,
                    Kind.POLICE_TASK,
                    Kind.JOINED_POLICE_TASK,
                    Kind.POLICE_MESSAGE)) add(new Mutant(kind, file, id, walk.reached));
            if (inScope.isEmpty() && onLoop(model, flow))
                EXCLUDED.add(new Mutant(Kind.POLICE_TASK_BESIDE, file, id, Set.of()));
            else if (inScope.isEmpty()) beside(new Mutant(Kind.POLICE_TASK_BESIDE, file, id, Set.of()));
            else MUTANTS.add(new Mutant(Kind.POLICE_TASK_IN_SCOPE, file, id, inScope));
            MUTANTS.add(new Mutant(Kind.CASE_MANAGER_TASK, file, id, Set.of()));
        }
        for (var task : elements(model, "userTask")) {
            var id = task.getAttribute("id");
            if (unconditional(task)) {
                MUTANTS.add(new Mutant(Kind.POLICE_END_TASK, file, id, Set.of(id)));
                MUTANTS.add(new Mutant(Kind.CO_OPERATION_FIELD, file, id, Set.of(id)));
            }
        }
        for (var name : List.of("process", "subProcess"))
            for (var scope : elements(model, name)) {
                var id = scope.getAttribute("id");
                var inside = new LinkedHashSet<String>();
                for (var element : elements(scope, "*"))
                    if (unconditional(element)) inside.add(element.getAttribute("id"));
                add(new Mutant(Kind.POLICE_END_SCOPE, file, id, inside));
                var walk = new Walk(called(file));
                walk.end(scope);
                if (walk.reached.isEmpty()) beside(new Mutant(Kind.POLICE_EVENT_BESIDE, file, id, Set.of()));
            }
        for (var name : NODES)
            for (var node : elements(model, name))
                MUTANTS.add(new Mutant(Kind.RENAMED_AND_MOVED, file, node.getAttribute("id"), Set.of()));
        for (var event : elements(model, "intermediateCatchEvent"))
            if (property(event, "marks").contains("reflects"))
                MUTANTS.add(new Mutant(
                        Kind.SHORT_REFLECTION, file, event.getAttribute("id"), Set.of(event.getAttribute("id"))));
        for (var process : elements(model, "process"))
            MUTANTS.add(new Mutant(Kind.POLICE_PROCESS, file, process.getAttribute("id"), Set.of()));
    }

    /** Each round would leave a task of the police behind, which may still be under way in the next: R41, rightly. */
    private static boolean onLoop(Document model, Element flow) {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<String>();
        open.add(flow.getAttribute("targetRef"));
        while (!open.isEmpty()) {
            var at = open.poll();
            if (!reached.add(at)) continue;
            for (var next : elements(model, "sequenceFlow"))
                if (next.getAttribute("sourceRef").equals(at)) open.add(next.getAttribute("targetRef"));
            for (var event : elements(model, "boundaryEvent"))
                if (event.getAttribute("attachedToRef").equals(at)) open.add(event.getAttribute("id"));
        }
        return reached.contains(flow.getAttribute("sourceRef"));
    }

    /** The police have no part in a shelter; and a message of theirs may bring what a gateway reads: neither is harmless. */
    private static void beside(Mutant mutant) {
        var decides = mutant.kind == Kind.POLICE_EVENT_BESIDE
                && BROUGHT_BY_MESSAGES.stream()
                        .anyMatch(name -> TEXTS.getOrDefault(mutant.file, "").contains("${" + name + " "));
        if (mutant.file.equals(SHELTER) || decides) EXCLUDED.add(mutant);
        else MUTANTS.add(mutant);
    }

    private static void add(Mutant mutant) {
        if (mutant.follows.isEmpty()) EXCLUDED.add(mutant);
        else MUTANTS.add(mutant);
    }

    /** What comes after a place, read from the files alone: along flows, into subprocesses and calls, out of their end, over what is thrown. */
    private static final class Walk {
        private final Set<String> files;
        private final Set<Element> seen = new HashSet<>();
        private final Set<Element> ended = new HashSet<>();
        /** Ids of the unconditional activities that come after. */
        private final Set<String> reached = new LinkedHashSet<>();

        Walk(Set<String> files) {
            this.files = files;
        }

        void node(Element node) {
            if (!seen.add(node)) return;
            if (unconditional(node)) reached.add(node.getAttribute("id"));
            if (node.getLocalName().equals("subProcess")) inside(node);
            if (node.getLocalName().equals("callActivity"))
                for (var process :
                        elements(model("processes/" + node.getAttribute("calledElement") + ".bpmn"), "process"))
                    inside(process);
            thrown(node);
            on(node, true);
            end(scope(node));
        }

        private void inside(Element scope) {
            for (var inner : elements(scope, "*")) if (NODES.contains(inner.getLocalName())) node(inner);
        }

        /** What comes after a node is left. */
        private void on(Element node, boolean every) {
            var id = node.getAttribute("id");
            for (var other : children(scope(node))) {
                if (other.getLocalName().equals("sequenceFlow")
                        && other.getAttribute("sourceRef").equals(id))
                    node(byId(document(node), other.getAttribute("targetRef")));
                if (other.getLocalName().equals("boundaryEvent")
                        && other.getAttribute("attachedToRef").equals(id)
                        && (every
                                || children(other, "escalationEventDefinition").isEmpty())) node(other);
            }
        }

        /** What comes after the end of a scope. */
        void end(Element scope) {
            if (!ended.add(scope)) return;
            if (scope.getLocalName().equals("subProcess")) {
                if (!scope.getAttribute("triggeredByEvent").equals("true")) on(scope, false);
                end(scope(scope));
                return;
            }
            for (var file : files)
                for (var call : elements(model(file), "callActivity"))
                    if (call.getAttribute("calledElement").equals(scope.getAttribute("id"))) {
                        on(call, false);
                        end(scope(call));
                    }
        }

        private void thrown(Element node) {
            if (!Set.of("intermediateThrowEvent", "endEvent").contains(node.getLocalName())) return;
            for (var definition : children(node)) {
                if (!definition.getLocalName().endsWith("EventDefinition")) continue;
                for (var file : files)
                    for (var other : elements(model(file), definition.getLocalName())) {
                        if (code(definition).isEmpty() || !code(definition).equals(code(other))) continue;
                        var catcher = (Element) other.getParentNode();
                        var begins = catcher.getLocalName().equals("startEvent")
                                && scope(catcher).getLocalName().equals("process");
                        if (!begins
                                && !Set.of("intermediateThrowEvent", "endEvent").contains(catcher.getLocalName()))
                            node(catcher);
                    }
            }
        }

        private static String code(Element definition) {
            return definition.getAttribute("messageRef") + definition.getAttribute("escalationRef");
        }
    }

    private static boolean unconditional(Element element) {
        return ACTIVITIES.contains(element.getLocalName()) && UNCONDITIONAL.contains(property(element, "strand"));
    }

    // Changes

    private static Document mutated(Mutant mutant) throws Exception {
        var model = asPart(copy(mutant.file));
        var place = byId(model, mutant.place);
        switch (mutant.kind) {
            case CO_OPERATION_GATEWAY -> gateway(place, "new-co-operation");
            case DOCUMENTS_GATEWAY -> gateway(place, "new-documents");
            case POLICE_TASK -> inserted(place, task(place, "new-task", "police"));
            case CASE_MANAGER_TASK -> inserted(place, task(place, "new-task", "case-manager"));
            case POLICE_MESSAGE -> inserted(place, event(place, "intermediateCatchEvent"));
            case JOINED_POLICE_TASK -> {
                var split = inserted(place, node(place, "parallelGateway", "new-split"));
                inserted(split, node(place, "parallelGateway", "new-join"));
                branch(place, "new-split", task(place, "new-task", "police"));
                flow(place, "new-police", "new-join");
            }
            case POLICE_TASK_IN_SCOPE, POLICE_TASK_BESIDE -> {
                inserted(place, node(place, "parallelGateway", "new-split"));
                branch(place, "new-split", task(place, "new-task", "police"));
                branch(place, "new-police", node(place, "endEvent", "new-end"));
            }
            case POLICE_END_TASK -> {
                var boundary = event(place, "boundaryEvent");
                boundary.setAttribute("attachedToRef", mutant.place);
                branch(place, null, boundary);
                branch(place, "new-message", node(place, "endEvent", "new-end"));
            }
            case CO_OPERATION_FIELD ->
                place.setAttributeNS(CAMUNDA, "camunda:formRef", "asking-" + place.getAttributeNS(CAMUNDA, "formRef"));
            case POLICE_END_SCOPE -> handler(place, true);
            case POLICE_EVENT_BESIDE -> handler(place, false);
            case SHORT_REFLECTION -> elements(place, "timeDuration").get(0).setTextContent("P29DT23H");
            case RENAMED_AND_MOVED -> {
                place.setAttribute("name", "Ein anderer Name");
                for (var bounds : elementsOf(model, DC, "Bounds"))
                    if (((Element) bounds.getParentNode())
                            .getAttribute("bpmnElement")
                            .equals(mutant.place)) bounds.setAttribute("x", "4321");
            }
            case POLICE_PROCESS -> {
                var process = model.createElementNS(BPMN, "bpmn:process");
                process.setAttribute("id", "new-process");
                process.setAttribute("isExecutable", "true");
                process.setAttributeNS(CAMUNDA, "camunda:historyTimeToLive", "P3650D");
                annotate(process, "part", "true");
                place.getParentNode().insertBefore(process, place.getNextSibling());
                var start = event(place, "startEvent");
                process.appendChild(start);
                process.appendChild(task(place, "new-task", "police"));
                process.appendChild(node(place, "endEvent", "new-end"));
                connect(process, "new-message", "new-police");
                connect(process, "new-police", "new-end");
            }
        }
        return model;
    }

    /** A question before, and a way around what follows. */
    private static void gateway(Element flow, String form) {
        var question = inserted(flow, task(flow, form, "case-manager"));
        var gateway = node(flow, "exclusiveGateway", "new-gateway");
        var on = inserted(question, gateway);
        var condition = document(flow).createElementNS(BPMN, "bpmn:conditionExpression");
        condition.setAttributeNS("http://www.w3.org/2001/XMLSchema-instance", "xsi:type", "bpmn:tFormalExpression");
        condition.setTextContent("${newAnswer == 'yes'}");
        on.appendChild(condition);
        branch(flow, null, node(flow, "endEvent", "new-end"));
        gateway.setAttribute("default", flow(flow, "new-gateway", "new-end").getAttribute("id"));
    }

    private static void handler(Element scope, boolean interrupting) {
        var handler = node(scope, "subProcess", "new-handler");
        handler.setAttribute("triggeredByEvent", "true");
        handler.setAttribute("name", "New");
        annotate(handler, "strand", "governance");
        var first = children(scope).stream()
                .filter(child -> NODES.contains(child.getLocalName()))
                .findFirst()
                .orElseThrow();
        scope.insertBefore(handler, first);
        var start = event(scope, "startEvent");
        start.setAttribute("isInterrupting", String.valueOf(interrupting));
        handler.appendChild(start);
        handler.appendChild(task(scope, "new-task", "police"));
        handler.appendChild(node(scope, "endEvent", "new-end"));
        connect(handler, "new-message", "new-police");
        connect(handler, "new-police", "new-end");
    }

    /** Puts a node on a flow; the new flow from there to where the old one led. */
    private static Element inserted(Element flow, Element node) {
        var target = byId(document(flow), flow.getAttribute("targetRef"));
        scope(flow).insertBefore(node, flow);
        var id = node.getAttribute("id");
        for (var incoming : children(target, "incoming"))
            if (incoming.getTextContent().strip().equals(flow.getAttribute("id"))) target.removeChild(incoming);
        flow.setAttribute("targetRef", id);
        return flow(flow, id, target.getAttribute("id"));
    }

    private static void branch(Element beside, @Nullable String from, Element node) {
        scope(beside).insertBefore(node, beside);
        if (from != null) flow(beside, from, node.getAttribute("id"));
    }

    private static Element flow(Element beside, String from, String to) {
        var flow = flow(document(beside), from, to);
        scope(beside).insertBefore(flow, beside.getNextSibling());
        return flow;
    }

    private static void connect(Element scope, String from, String to) {
        scope.appendChild(flow(document(scope), from, to));
    }

    private static Element flow(Document model, String from, String to) {
        var flow = model.createElementNS(BPMN, "bpmn:sequenceFlow");
        flow.setAttribute("id", from + "-to-" + to);
        flow.setAttribute("sourceRef", from);
        flow.setAttribute("targetRef", to);
        return flow;
    }

    private static Element node(Element beside, String name, String id) {
        var node = document(beside).createElementNS(BPMN, "bpmn:" + name);
        node.setAttribute("id", id);
        node.setAttribute("name", id);
        return node;
    }

    private static Element task(Element beside, String form, String role) {
        var task = node(beside, "userTask", "new-" + role);
        task.setAttributeNS(CAMUNDA, "camunda:formRef", form);
        task.setAttributeNS(CAMUNDA, "camunda:formRefBinding", "deployment");
        task.setAttributeNS(CAMUNDA, "camunda:candidateGroups", role);
        annotate(task, "strand", "governance");
        return task;
    }

    /** An event that a message of the police brings about. */
    private static Element event(Element beside, String name) {
        var model = document(beside);
        var message = model.createElementNS(BPMN, "bpmn:message");
        message.setAttribute("id", "message-new");
        message.setAttribute("name", "new");
        var process = elements(model, "process").get(0);
        process.getParentNode().insertBefore(message, process);
        var event = node(beside, name, "new-message");
        annotate(event, "sent-by", "police");
        var definition = model.createElementNS(BPMN, "bpmn:messageEventDefinition");
        definition.setAttribute("messageRef", "message-new");
        event.appendChild(definition);
        return event;
    }

    private static void annotate(Element element, String name, String value) {
        var model = document(element);
        var extensions = model.createElementNS(BPMN, "bpmn:extensionElements");
        var properties = model.createElementNS(CAMUNDA, "camunda:properties");
        var property = model.createElementNS(CAMUNDA, "camunda:property");
        property.setAttribute("name", "nrm:" + name);
        property.setAttribute("value", value);
        properties.appendChild(property);
        extensions.appendChild(properties);
        var first = children(element).stream()
                .filter(child -> !child.getLocalName().equals("documentation"))
                .findFirst()
                .orElse(null);
        element.insertBefore(extensions, first);
    }

    /** The pathway is judged without what only a whole pathway must offer. */
    private static Document asPart(Document model) {
        for (var process : elements(model, "process"))
            if (property(process, "part").isEmpty()
                    && children(process, "extensionElements").isEmpty()) annotate(process, "part", "true");
        return model;
    }

    // Files

    private static Document model(String file) {
        var model = MODELS.get(file);
        if (model == null) throw new IllegalStateException("No model " + file);
        return model;
    }

    private static Document copy(String file) throws Exception {
        return parse(TEXTS.getOrDefault(file, ""));
    }

    private static Document parse(String text) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        var model = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        for (var element : elements(model, "*")) if (element.hasAttribute("id")) element.setIdAttribute("id", true);
        return model;
    }

    private static String write(Document model) throws Exception {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(model), new StreamResult(text));
        return text.toString();
    }

    private static Document document(Element element) {
        return element.getOwnerDocument();
    }

    private static Element byId(Document model, String id) {
        var element = model.getElementById(id);
        if (element == null) throw new IllegalStateException("No element " + id);
        return element;
    }

    private static Element scope(Element element) {
        return (Element) element.getParentNode();
    }

    private static List<Element> elements(Node within, String name) {
        return elementsOf(within, BPMN, name);
    }

    private static List<Element> elementsOf(Node within, String namespace, String name) {
        var found = new ArrayList<Element>();
        collect(within, namespace, name, found);
        return found;
    }

    private static void collect(Node within, String namespace, String name, Collection<Element> found) {
        for (var node = within.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element element)) continue;
            if (namespace.equals(element.getNamespaceURI())
                    && (name.equals("*") || name.equals(element.getLocalName()))) found.add(element);
            collect(element, namespace, name, found);
        }
    }

    private static List<Element> children(Element parent) {
        var found = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element element) found.add(element);
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    private static String property(Element element, String name) {
        for (var extensions : children(element, "extensionElements"))
            for (var property : elementsOf(extensions, CAMUNDA, "property"))
                if (property.getAttribute("name").equals("nrm:" + name)) return property.getAttribute("value");
        return "";
    }
}
