package org.nrm.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.nrm.pathway.ModelSet;

/** Writes cases as an event log of IEEE 1849-2016 (XES): the work on each case as a trace of life-cycle events. */
final class Xes {

    static final String NAMESPACE = "http://www.xes-standard.org/";

    /** Of the extension for what the standard ones have no word for; described in docs/exports.md. */
    static final String EXTENSION = "urn:nrm:xes:1";

    private final Function<String, Optional<ModelSet>> models;
    private final Disguise disguise;

    Xes(Function<String, Optional<ModelSet>> models, Disguise disguise) {
        this.models = models;
        this.disguise = disguise;
    }

    /** Writes the log and leaves the stream open. One trace is held at a time. */
    void write(Iterable<Trace> traces, OutputStream out) throws IOException {
        try {
            var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            line(xml);
            xml.writeStartElement("log");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("xes.version", "1849.2016");
            xml.writeAttribute("xes.features", "");
            head(xml);
            for (var trace : traces) write(trace, xml);
            line(xml);
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) throw broken;
            throw new IOException(e);
        }
    }

    private static void head(XMLStreamWriter xml) throws XMLStreamException {
        extension(xml, "Concept", "concept", "http://www.xes-standard.org/concept.xesext");
        extension(xml, "Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext");
        extension(xml, "Organizational", "org", "http://www.xes-standard.org/org.xesext");
        extension(xml, "Time", "time", "http://www.xes-standard.org/time.xesext");
        extension(xml, "Identity", "identity", "http://www.xes-standard.org/identity.xesext");
        extension(xml, "ReferralMechanism", "nrm", EXTENSION);
        global(xml, "trace");
        attribute(xml, "string", "concept:name", "");
        attribute(xml, "id", "identity:id", "00000000-0000-0000-0000-000000000000");
        xml.writeEndElement();
        global(xml, "event");
        attribute(xml, "string", "concept:name", "");
        attribute(xml, "string", "lifecycle:transition", "complete");
        attribute(xml, "date", "time:timestamp", "1970-01-01T00:00:00Z");
        attribute(xml, "id", "identity:id", "00000000-0000-0000-0000-000000000000");
        attribute(xml, "string", "nrm:type", "");
        attribute(xml, "int", "nrm:step", "0");
        xml.writeEndElement();
        classifier(xml, "Activity", "concept:name lifecycle:transition");
        classifier(xml, "Name", "concept:name");
        attribute(xml, "string", "concept:name", "referral mechanism");
        attribute(xml, "string", "lifecycle:model", "standard");
    }

    private void write(Trace trace, XMLStreamWriter xml) throws XMLStreamException {
        line(xml);
        xml.writeStartElement("trace");
        attribute(xml, "string", "concept:name", disguise.caseName(trace.caseRef()));
        attribute(xml, "id", "identity:id", disguise.uuid(trace.caseRef()).toString());
        var steps = new Steps(models, disguise);
        for (var entry : trace.entries()) {
            var step = steps.next(entry);
            for (var part = 0; part < step.transitions().size(); part++) event(step, part, xml);
        }
        line(xml);
        xml.writeEndElement();
    }

    private void event(Step step, int part, XMLStreamWriter xml) throws XMLStreamException {
        var entry = step.entry();
        var act = entry.act();
        line(xml);
        xml.writeStartElement("event");
        attribute(xml, "string", "concept:name", step.name());
        if (!step.instance().isEmpty())
            attribute(xml, "string", "concept:instance", disguise.id("instance", step.instance()));
        attribute(xml, "string", "lifecycle:transition", step.transitions().get(part));
        attribute(xml, "date", "time:timestamp", disguise.time(entry).toString());
        attribute(xml, "id", "identity:id", disguise.uuid(entry, part).toString());
        if (act.actor() != null) attribute(xml, "string", "org:resource", disguise.user(act.actor()));
        attribute(xml, "string", "org:role", act.role());
        if (act.agency() != null) attribute(xml, "string", "org:group", disguise.agency(act.agency()));
        attribute(xml, "string", "nrm:type", act.type().word());
        attribute(xml, "int", "nrm:step", String.valueOf(entry.seq()));
        attribute(xml, "string", "nrm:process", act.process());
        attribute(xml, "string", "nrm:element", act.element());
        if (step.parent().isPresent())
            attribute(
                    xml,
                    "string",
                    "nrm:parent",
                    disguise.id("instance", step.parent().get()));
        attribute(xml, "string", "nrm:strand", step.strand());
        if (!step.marks().isEmpty()) attribute(xml, "string", "nrm:marks", step.marks());
        attribute(xml, "string", "nrm:model", step.model());
        attribute(xml, "string", "nrm:hash", disguise.hash(entry).orElse(null));
        for (var code : step.codes().entrySet()) attribute(xml, "string", "nrm:code:" + code.getKey(), code.getValue());
        for (var fact : step.facts().entrySet()) attribute(xml, "string", "nrm:fact:" + fact.getKey(), fact.getValue());
        xml.writeEndElement();
    }

    private static void extension(XMLStreamWriter xml, String name, String prefix, String uri)
            throws XMLStreamException {
        line(xml);
        xml.writeEmptyElement("extension");
        xml.writeAttribute("name", name);
        xml.writeAttribute("prefix", prefix);
        xml.writeAttribute("uri", uri);
    }

    private static void global(XMLStreamWriter xml, String scope) throws XMLStreamException {
        line(xml);
        xml.writeStartElement("global");
        xml.writeAttribute("scope", scope);
    }

    private static void classifier(XMLStreamWriter xml, String name, String keys) throws XMLStreamException {
        line(xml);
        xml.writeEmptyElement("classifier");
        xml.writeAttribute("name", name);
        xml.writeAttribute("scope", "event");
        xml.writeAttribute("keys", keys);
    }

    private static void attribute(XMLStreamWriter xml, String type, String key, @Nullable String value)
            throws XMLStreamException {
        if (value == null) return;
        xml.writeEmptyElement(type);
        xml.writeAttribute("key", key);
        xml.writeAttribute("value", value);
    }

    private static void line(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
