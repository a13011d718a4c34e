package org.nrm.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Is a file a good event log: by its schema, and in what no schema says? */
final class LogChecks {

    /** The standard's schema has no namespace of its own; files have. It is included as a chameleon. */
    private static final String IN_NAMESPACE = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="%s" targetNamespace="%s" elementFormDefault="qualified">
              <xs:include schemaLocation="%s"/>
            </xs:schema>
            """;

    private static final String XES_SCHEMA = "/xes-ieee-1849-2016.xsd";
    private static final String OCEL_SCHEMA = "/schema/ocel-2.0.json";

    private static final Set<String> TRANSITIONS =
            Set.of("schedule", "assign", "reassign", "start", "complete", "withdraw", "ate_abort", "pi_abort");

    private LogChecks() {}

    /** The events of a log, by trace. */
    static Map<String, List<Map<String, String>>> xes(String text) throws IOException {
        try {
            xesSchema().newValidator().validate(new StreamSource(new StringReader(text)));
            var document = document(text);
            var log = document.getDocumentElement();
            var prefixes = new HashSet<String>();
            for (var extension : children(log, "extension")) prefixes.add(extension.getAttribute("prefix"));
            var globals = new HashMap<String, Set<String>>();
            for (var global : children(log, "global"))
                globals.put(global.getAttribute("scope"), attributes(global).keySet());
            for (var classifier : children(log, "classifier"))
                assertThat(globals.get("event"))
                        .as("what classifiers go by is in every event")
                        .containsAll(List.of(classifier.getAttribute("keys").split(" ", -1)));
            var traces = new HashMap<String, List<Map<String, String>>>();
            var ids = new HashSet<String>();
            for (var trace : children(log, "trace")) {
                var own = attributes(trace);
                assertThat(own.keySet()).containsAll(globals.getOrDefault("trace", Set.of()));
                var events = new ArrayList<Map<String, String>>();
                var last = Instant.EPOCH;
                for (var event : children(trace, "event")) {
                    var attributes = attributes(event);
                    assertThat(attributes.keySet()).containsAll(globals.getOrDefault("event", Set.of()));
                    for (var key : attributes.keySet())
                        assertThat(prefixes).as(key).contains(key.split(":", 2)[0]);
                    assertThat(TRANSITIONS).contains(attributes.get("lifecycle:transition"));
                    assertThat(ids.add(attributes.get("identity:id"))).isTrue();
                    var time = OffsetDateTime.parse(attributes.getOrDefault("time:timestamp", ""))
                            .toInstant();
                    assertThat(time).isAfterOrEqualTo(last);
                    last = time;
                    events.add(attributes);
                }
                assertThat(traces.put(own.getOrDefault("concept:name", ""), events))
                        .isNull();
            }
            return traces;
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError("Not an event log: " + e.getMessage(), e);
        }
    }

    /** A log whose relationships and types all hold. */
    static JsonNode ocel(String text) throws IOException {
        try (var schema = LogChecks.class.getResourceAsStream(OCEL_SCHEMA)) {
            var problems = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8))
                    .validate(
                            text,
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
            assertThat(problems).isEmpty();
        }
        var log = JsonMapper.shared().readTree(text);
        var objects = new HashSet<String>();
        for (var object : log.path("objects")) {
            assertThat(objects.add(object.path("id").asString(""))).isTrue();
            declared(object, log.path("objectTypes"));
        }
        var ids = new HashSet<String>();
        var last = new HashMap<String, Instant>();
        for (var event : log.path("events")) {
            assertThat(ids.add(event.path("id").asString(""))).isTrue();
            declared(event, log.path("eventTypes"));
            var time = OffsetDateTime.parse(event.path("time").asString("")).toInstant();
            var ofCase = event.path("relationships").path(0).path("objectId").asString("");
            assertThat(ofCase).startsWith("case:");
            assertThat(time).isAfterOrEqualTo(last.getOrDefault(ofCase, Instant.EPOCH));
            last.put(ofCase, time);
        }
        for (var part : List.of("events", "objects"))
            for (var each : log.path(part))
                for (var link : each.path("relationships"))
                    assertThat(objects).contains(link.path("objectId").asString(""));
        return log;
    }

    private static void declared(JsonNode each, JsonNode types) {
        for (var type : types)
            if (type.path("name").equals(each.path("type"))) {
                var names = new HashSet<String>();
                for (var attribute : type.path("attributes"))
                    names.add(attribute.path("name").asString(""));
                for (var attribute : each.path("attributes"))
                    assertThat(names).contains(attribute.path("name").asString(""));
                return;
            }
        throw new AssertionError("The type " + each.path("type") + " is not declared");
    }

    private static Schema xesSchema() throws SAXException {
        var factory = SchemaFactory.newDefaultInstance();
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            var input = input();
            input.setSystemId(systemId);
            input.setByteStream(LogChecks.class.getResourceAsStream(XES_SCHEMA));
            return input;
        });
        Source schema =
                new StreamSource(new StringReader(IN_NAMESPACE.formatted(Xes.NAMESPACE, Xes.NAMESPACE, XES_SCHEMA)));
        return factory.newSchema(schema);
    }

    private static LSInput input() {
        try {
            var registry = org.w3c.dom.bootstrap.DOMImplementationRegistry.newInstance();
            var load = (org.w3c.dom.ls.DOMImplementationLS) registry.getDOMImplementation("LS");
            return load.createLSInput();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Document document(String text) throws ParserConfigurationException, SAXException, IOException {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> children(Element parent, String name) {
        var children = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element element && name.equals(element.getLocalName())) children.add(element);
        return children;
    }

    private static Map<String, String> attributes(Element parent) {
        var attributes = new HashMap<String, String>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element element && element.hasAttribute("key"))
                assertThat(attributes.put(element.getAttribute("key"), element.getAttribute("value")))
                        .as("a key once in an element")
                        .isNull();
        return attributes;
    }
}
