package org.nrm.ledger.evidence;

import java.io.StringReader;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What a reader needs to know of a BPMN file.
 *
 * @param processes id of each process in it → its names
 */
record ProcessFile(Map<String, Names> processes) {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /**
     * Of a process.
     *
     * @param elements id → name of what has one
     */
    record Names(String name, Map<String, String> elements) {}

    /** Of this text; empty if it is no BPMN. */
    static ProcessFile of(String text) {
        var processes = new TreeMap<String, Names>();
        try {
            var factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            var xml = factory.createXMLStreamReader(new StringReader(text));
            Names current = null;
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT && BPMN.equals(xml.getNamespaceURI()))
                    current = read(xml, current, processes);
        } catch (XMLStreamException e) {
            return new ProcessFile(Map.of());
        }
        return new ProcessFile(processes);
    }

    private static @Nullable Names read(XMLStreamReader xml, @Nullable Names current, Map<String, Names> processes) {
        var id = xml.getAttributeValue(null, "id");
        var name = xml.getAttributeValue(null, "name");
        if (id != null && xml.getLocalName().equals("process")) {
            var names = new Names(name == null ? id : name, new TreeMap<>());
            processes.put(id, names);
            return names;
        }
        if (current != null && id != null && name != null) current.elements().put(id, name);
        return current;
    }
}
