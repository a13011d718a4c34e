package org.nrm.rights.model;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.nrm.mechanism.Nesting;
import org.nrm.mechanism.UnusableFile;

/**
 * Looks through the text of a BPMN or DMN file before anything builds a tree of it: no document type, hence no entities; no more
 * depth and elements than a drawn model has, and no expression that is too deep to be read.
 */
public final class SafeXml {

    /** Characters of a file. The largest shipped has 130,000. */
    public static final int LENGTH = 8 * 1024 * 1024;

    private static final int DEPTH = 200;
    private static final int ELEMENTS = 50_000;

    /** In which a text is an expression without <code>${..}</code> around it, too. */
    private static final Set<String> EVALUATED = Set.of("conditionExpression", "condition", "script", "expression");

    /** Names of the elements that are steps of a process. */
    public static final Set<String> STEPS = Set.of(
            "task",
            "userTask",
            "serviceTask",
            "scriptTask",
            "sendTask",
            "receiveTask",
            "manualTask",
            "businessRuleTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent");

    private final String file;
    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Integer> namespaces = new HashMap<>();
    private final List<UnusableFile> faults = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();

    /** An element that has begun and not ended. */
    private record Open(String name, int line, boolean bpmn, StringBuilder text) {}

    private SafeXml(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the text to its end.
     *
     * @param file as it is to be named in messages
     * @return the line of each element that has an id; of two with the same id, the first
     */
    public static Map<String, Integer> check(String file, String text) throws UnusableFile {
        return read(file, text).lines();
    }

    /**
     * What was seen of a file.
     *
     * @param lines      of each element that has an id; of two with the same id, the first
     * @param namespaces of elements and attributes, each with the line of the first
     */
    public record Seen(Map<String, Integer> lines, Map<String, Integer> namespaces) {}

    /** Reads the text to its end. */
    public static Seen read(String file, String text) throws UnusableFile {
        if (text.isBlank()) throw new UnusableFile(file, 0, "the file is empty");
        if (text.length() > LENGTH)
            throw new UnusableFile(
                    file,
                    0,
                    "is larger than " + LENGTH / 1024 / 1024
                            + " MB, which no drawn model is; take out what is not drawn");
        var read = new SafeXml(file, text.charAt(0) == '\uFEFF' ? text.substring(1) : text);
        read.read();
        if (!read.faults.isEmpty()) throw read.faults.get(0);
        return new Seen(read.lines, read.namespaces);
    }

    private void read() throws UnusableFile {
        XMLStreamReader reader = null;
        try {
            reader = factory().createXMLStreamReader(new StringReader(text));
            elements(reader);
        } catch (XMLStreamException e) {
            throw new XmlFault(file, text, names(), e).inWords();
        }
    }

    /** Of the elements that are open, the innermost first: name and line. */
    private List<Map.Entry<String, Integer>> names() {
        return open.stream()
                .map(element -> Map.entry(element.name(), element.line()))
                .toList();
    }

    private void elements(XMLStreamReader reader) throws XMLStreamException, UnusableFile {
        var elements = 0;
        while (reader.hasNext()) {
            // Where the element before ended, this one begins.
            var line = reader.getLocation().getLineNumber();
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnusableFile(
                            file,
                            line,
                            ForeignFile.text(text)
                                    .orElse("has a document type or an entity of its own, which is not allowed"));
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= DEPTH)
                        throw new UnusableFile(file, line, "is nested deeper than " + DEPTH + " elements");
                    if (++elements > ELEMENTS)
                        throw new UnusableFile(file, line, "has more than " + ELEMENTS + " elements");
                    begin(reader, open.isEmpty() ? lineOf("<" + name(reader)) : line);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) open.element().text().append(reader.getText());
                }
                case XMLStreamConstants.END_ELEMENT -> end(open.pop());
                default -> {
                    // Comments and the like.
                }
            }
        }
    }

    /** Nothing tells where what stands before the first element ends. */
    private int lineOf(String begin) {
        return 1
                + (int) text.substring(0, Math.max(0, text.indexOf(begin)))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String name(XMLStreamReader reader) {
        var prefix = reader.getPrefix();
        return prefix == null || prefix.isEmpty() ? reader.getLocalName() : prefix + ":" + reader.getLocalName();
    }

    private void begin(XMLStreamReader reader, int line) {
        var name = reader.getLocalName();
        var bpmn = BpmnModelConstants.BPMN20_NS.equals(reader.getNamespaceURI());
        open.push(new Open(name, line, bpmn, new StringBuilder()));
        var exporter = reader.getAttributeValue(null, "exporter");
        if (exporter != null) ForeignFile.ofExporter(exporter).ifPresent(tool -> namespaces.putIfAbsent(tool, line));
        if (reader.getNamespaceURI() != null) namespaces.putIfAbsent(reader.getNamespaceURI(), line);
        var id = reader.getAttributeValue(null, "id");
        if (id != null) lines.putIfAbsent(id, line);
        else if (bpmn && withId(name)) {
            var called = Optional.ofNullable(reader.getAttributeValue(null, "name"));
            faults.add(new UnusableFile(
                    file,
                    line,
                    "the " + ElementWords.of(name)
                            + called.map(known -> " '" + known + "'").orElse("")
                            + " has no id, so nothing can be said of it; give it one"));
        }
        for (var at = 0; at < reader.getAttributeCount(); at++) {
            var value = reader.getAttributeValue(at);
            var namespace = reader.getAttributeNamespace(at);
            if (namespace != null) namespaces.putIfAbsent(namespace, line);
            if (reader.getAttributeLocalName(at).equals("executionPlatform") && value.startsWith(ForeignFile.CAMUNDA_8))
                namespaces.putIfAbsent(ForeignFile.ZEEBE, line);
            if (Expressions.evaluated(value)) expression(name, line, value);
        }
    }

    /** Without an id nothing can be said of it, and the engine does not take it. */
    private static boolean withId(String name) {
        return STEPS.contains(name) || name.equals("process") || name.equals("sequenceFlow");
    }

    private void end(Open element) {
        var content = element.text().toString();
        var isExpression = EVALUATED.contains(element.name())
                || Expressions.evaluated(content)
                || (!element.bpmn() && element.name().equals("text"));
        if (isExpression) expression(element.name(), element.line(), content);
    }

    private void expression(String element, int line, String expression) {
        Nesting.tooDeep(expression.strip())
                .ifPresent(problem ->
                        faults.add(new UnusableFile(file, line, "in the " + ElementWords.of(element) + " " + problem)));
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        // From JDK 24 on the parser has a limit of its own, in words of its own.
        factory.setProperty("jdk.xml.maxElementDepth", DEPTH + 1);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("names an external entity, which is not allowed");
        });
        return factory;
    }
}
