package org.nrm.rights.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises what was taken for a model and is something else, or was made for another engine. */
public final class ForeignFile {

    /** By how it begins, byte for byte as ISO 8859-1. */
    private static final Map<String, String> BEGINNINGS = beginnings();

    /** Of the extensions of Camunda 8. */
    static final String ZEEBE = "http://camunda.org/schema/zeebe/1.0";

    /** As its modeler writes it into a file. */
    static final String CAMUNDA_8 = "Camunda Cloud";

    /** Which the engine does not read, so that nothing in them would be done; by namespace. */
    private static final Map<String, String> ENGINES = Map.of(
            ZEEBE, "Camunda 8 (Zeebe)", "http://flowable.org/bpmn", "Flowable", "http://www.jboss.org/drools", "jBPM");

    /** Which the engine still reads for its own. */
    private static final String ACTIVITI = "http://activiti.org/bpmn";

    /** Which only draw; by namespace. */
    private static final Map<String, String> TOOLS =
            Map.of("http://www.bizagi.com/bpmn20", "Bizagi Modeler", "http://www.signavio.com", "Signavio");

    /**
     * For whom a model was made.
     *
     * @param line where it shows
     */
    public record MadeFor(String name, int line) {

        public String asEngine() {
            return "was made for the engine " + name
                    + ", and this one (Camunda 7) does nothing of what it says for that; open it in Camunda Modeler as a"
                    + " Camunda 7 diagram, and give each task its role, form and strand anew";
        }

        public String asOldNamespace() {
            return "was made for " + name
                    + "; write the namespace http://camunda.org/schema/1.0/bpmn in place of " + ACTIVITI
                    + ", and give each task its role, form and strand";
        }

        public String asTool() {
            return "was drawn with " + name
                    + ", which says nothing of who does a step and with which form; open it in Camunda Modeler as a Camunda 7"
                    + " diagram, and give each task its kind, role, form and strand";
        }
    }

    private ForeignFile() {}

    /** The namespace of the tool that an exporter's name tells of; empty if it is none of them. */
    static Optional<String> ofExporter(String exporter) {
        return TOOLS.entrySet().stream()
                .filter(tool -> exporter.contains(tool.getValue().split(" ", 2)[0]))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The engine for which a file was made; empty if it was for none that is known. */
    public static Optional<MadeFor> engine(Map<String, Integer> namespaces) {
        return of(ENGINES, namespaces);
    }

    /** Was it made for an engine whose words this one understands? */
    public static Optional<MadeFor> oldNamespace(Map<String, Integer> namespaces) {
        return of(Map.of(ACTIVITI, "Activiti, or by an old tool"), namespaces);
    }

    /** The tool with which it was drawn; empty if it is not known. */
    public static Optional<MadeFor> tool(Map<String, Integer> namespaces) {
        return of(TOOLS, namespaces);
    }

    private static Optional<MadeFor> of(Map<String, String> known, Map<String, Integer> namespaces) {
        return known.entrySet().stream()
                .filter(entry -> namespaces.containsKey(entry.getKey()))
                .map(entry -> new MadeFor(entry.getValue(), namespaces.getOrDefault(entry.getKey(), 0)))
                .findFirst();
    }

    private static Map<String, String> beginnings() {
        var beginnings = new LinkedHashMap<String, String>();
        beginnings.put("PK\u0003\u0004", "is a zip archive; unpack it, and give the .bpmn files that are in it");
        beginnings.put("\u0089PNG", picture("PNG"));
        beginnings.put("\u00FF\u00D8\u00FF", picture("JPEG"));
        beginnings.put("GIF8", picture("GIF"));
        beginnings.put("%PDF", picture("PDF"));
        beginnings.put(
                "\u00D0\u00CF\u0011\u00E0",
                "is a file of an office program (as Visio); export the drawing as BPMN 2.0 XML");
        beginnings.put("\u001F\u008B", "is compressed (gzip); unpack it");
        return beginnings;
    }

    private static String picture(String kind) {
        return "is a picture (" + kind + ") of a model, not the model; export the drawing as BPMN 2.0 XML";
    }

    /** What the bytes are, if they are no text; empty if it is not known. */
    public static Optional<String> bytes(byte[] bytes) {
        for (var beginning : BEGINNINGS.entrySet()) {
            var begins = beginning.getKey();
            var at = 0;
            while (at < begins.length() && at < bytes.length && (bytes[at] & 0xFF) == begins.charAt(at)) at++;
            if (at == begins.length()) return Optional.of(beginning.getValue());
        }
        return Optional.empty();
    }

    /** What the text is, if it is no XML or no BPMN; empty if it is not known. */
    public static Optional<String> text(String text) {
        var head = text.substring(0, Math.min(text.length(), 1000)).strip().toLowerCase(Locale.ROOT);
        if (head.startsWith("<!doctype html") || head.contains("<html"))
            return Optional.of(
                    "is an HTML page, as a browser saves it, not a model; use the download or export of the page");
        if (head.startsWith("<svg") || head.contains("<svg ")) return Optional.of(picture("SVG"));
        if (head.contains("<mxfile") || head.contains("<mxgraphmodel"))
            return Optional.of("is a drawing of diagrams.net (draw.io), not BPMN 2.0; draw it anew in a BPMN modeler");
        if (head.contains("xpdl")) return Optional.of("is XPDL, not BPMN 2.0; export the drawing as BPMN 2.0 XML");
        if (head.contains("/spec/dmn/"))
            return Optional.of("is a decision table (DMN), not a process; let its name end in .dmn");
        if (head.startsWith("{") || head.startsWith("["))
            return Optional.of("is JSON, not XML; export the drawing as BPMN 2.0 XML");
        if (head.startsWith("pk\u0003\u0004")) return Optional.ofNullable(BEGINNINGS.get("PK\u0003\u0004"));
        if (head.startsWith("%pdf")) return Optional.of(picture("PDF"));
        if (head.startsWith("gif8")) return Optional.of(picture("GIF"));
        if (head.startsWith("\uFFFDpng")) return Optional.of(picture("PNG"));
        return Optional.empty();
    }
}
