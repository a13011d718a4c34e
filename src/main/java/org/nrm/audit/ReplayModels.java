package org.nrm.audit;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.nrm.pathway.ModelSets;
import org.springframework.stereotype.Component;

/** The diagrams by which a case went, with what its elements are called in them. */
@Component
class ReplayModels {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private final ModelSets published;

    /** What a hash names never changes. */
    private final Map<String, Map<String, Diagram>> sets = new ConcurrentHashMap<>();

    ReplayModels(ModelSets published) {
        this.published = published;
    }

    /**
     * A process as it is drawn.
     *
     * @param elements id → name, of the elements that have one and of all flows
     */
    record Diagram(String name, Map<String, String> elements, String xml) {}

    /** The processes of the set with this hash, by id; empty if there is none. */
    Map<String, Diagram> processes(String hash) {
        var known = sets.get(hash);
        if (known != null) return known;
        var read = new TreeMap<String, Diagram>();
        published.files(hash).forEach((path, xml) -> {
            if (path.endsWith(".bpmn")) read(xml, read);
        });
        if (!read.isEmpty()) sets.put(hash, read);
        return read;
    }

    Optional<String> xml(String hash, String process) {
        return Optional.ofNullable(processes(hash).get(process)).map(Diagram::xml);
    }

    private static void read(String xml, Map<String, Diagram> into) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            var reader = factory.createXMLStreamReader(new StringReader(xml));
            Diagram process = null;
            var flows = new ArrayList<Flow>();
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT || !BPMN.equals(reader.getNamespaceURI()))
                    continue;
                var id = reader.getAttributeValue(null, "id");
                var name = oneLine(reader.getAttributeValue(null, "name"));
                if (id == null) continue;
                if (reader.getLocalName().equals("process")) {
                    process = new Diagram(name == null ? id : name, new TreeMap<>(), xml);
                    into.put(id, process);
                } else if (process != null && reader.getLocalName().equals("sequenceFlow")) {
                    flows.add(new Flow(
                            process.elements(),
                            id,
                            name,
                            reader.getAttributeValue(null, "sourceRef"),
                            reader.getAttributeValue(null, "targetRef")));
                } else if (process != null && name != null) process.elements().put(id, name);
            }
            flows.forEach(flow -> flow.elements().put(flow.id(), flow.inWords()));
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A published model cannot be read", e);
        }
    }

    /** A flow is called after what it leads from and to: few have a name, and that is the answer at a gateway. */
    private record Flow(
            Map<String, String> elements,
            String id,
            @Nullable String name,
            String from,
            String to) {

        String inWords() {
            var way = name(from) + " → " + name(to);
            return name == null ? way : way + " (" + name + ")";
        }

        private String name(String element) {
            return elements.getOrDefault(element, element.replace('-', ' '));
        }
    }

    private static @Nullable String oneLine(@Nullable String name) {
        return name == null || name.isBlank()
                ? null
                : name.replaceAll("\\s+", " ").strip();
    }
}
