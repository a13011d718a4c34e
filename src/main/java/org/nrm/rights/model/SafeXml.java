package org.nrm.rights.model;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.nrm.mechanism.UnusableFile;

/**
 * Looks through the text of a BPMN or DMN file before anything builds a tree of it: no document type, hence no entities; no more
 * depth and elements than a drawn model has.
 */
public final class SafeXml {

    private static final int DEPTH = 200;
    private static final int ELEMENTS = 50_000;
    private static final int LENGTH = 64 * 1024 * 1024;

    private SafeXml() {}

    /**
     * Reads the text to its end.
     *
     * @param file as it is to be named in messages
     * @return the line of each element that has an id; of two with the same id, the first
     */
    public static Map<String, Integer> check(String file, String text) throws UnusableFile {
        if (text.isBlank()) throw new UnusableFile(file, 0, "the file is empty");
        if (text.length() > LENGTH) throw new UnusableFile(file, 0, "is larger than " + LENGTH / 1024 / 1024 + " MB");
        var reader = new StringReader(text.charAt(0) == '\uFEFF' ? text.substring(1) : text);
        try {
            return lines(file, factory().createXMLStreamReader(reader));
        } catch (XMLStreamException e) {
            var location = e.getLocation();
            throw new UnusableFile(
                    file, location == null ? 0 : Math.max(0, location.getLineNumber()), "is not XML: " + words(e));
        }
    }

    private static Map<String, Integer> lines(String file, XMLStreamReader reader)
            throws XMLStreamException, UnusableFile {
        var lines = new HashMap<String, Integer>();
        var depth = 0;
        var elements = 0;
        while (reader.hasNext()) {
            // Where the element before ended, this one begins.
            var line = reader.getLocation().getLineNumber();
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnusableFile(
                            file, line, "has a document type or an entity of its own, which is not allowed");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEPTH)
                        throw new UnusableFile(file, line, "is nested deeper than " + DEPTH + " elements");
                    if (++elements > ELEMENTS)
                        throw new UnusableFile(file, line, "has more than " + ELEMENTS + " elements");
                    var id = reader.getAttributeValue(null, "id");
                    if (id != null) lines.putIfAbsent(id, line);
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Text, comments and the like.
                }
            }
        }
        return lines;
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

    /** The parser's message in one line, without its own words for the place. */
    private static String words(XMLStreamException e) {
        var message = String.valueOf(e.getMessage());
        var at = message.indexOf("Message:");
        return (at < 0 ? message : message.substring(at + "Message:".length()))
                .replaceAll("\\s+", " ")
                .strip();
    }
}
