package org.nrm.rights.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.nrm.mechanism.UnusableFile;

/**
 * A text that is not well-formed XML, told in words. The parser's own are for programmers and come in the language of the machine.
 *
 * @param open elements that had begun and not ended, the innermost first, each with its line
 */
record XmlFault(String file, String text, List<Map.Entry<String, Integer>> open, XMLStreamException fault) {

    private static final Pattern PREFIX = Pattern.compile(
            "ElementPrefixUnbound\\?([^&]+)&|AttributePrefixUnbound\\?[^&]*&[^&]*&(\\w+)|[Pp]refix \"([^\"]+)\"");

    private static final Set<String> ONCE_MORE = Set.of("AttributeNotUnique", "AttributeNSNotUnique");

    private static final Map<String, String> KNOWN = Map.of(
            "bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL",
            "bpmn2", "http://www.omg.org/spec/BPMN/20100524/MODEL",
            "camunda", "http://camunda.org/schema/1.0/bpmn",
            "bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI",
            "dc", "http://www.omg.org/spec/DD/20100524/DC",
            "di", "http://www.omg.org/spec/DD/20100524/DI",
            "xsi", "http://www.w3.org/2001/XMLSchema-instance");

    /** The fault at its line. */
    UnusableFile inWords() {
        return new UnusableFile(file, line(), words());
    }

    private int line() {
        var location = fault.getLocation();
        return location == null ? 0 : Math.max(0, location.getLineNumber());
    }

    private String words() {
        var raw = String.valueOf(fault.getMessage());
        var other = ForeignFile.text(text);
        if (other.isPresent()) return other.get();
        var prefix = PREFIX.matcher(raw);
        if (prefix.find()) {
            var name = prefix.group(1) != null
                    ? prefix.group(1)
                    : prefix.group(2) != null ? prefix.group(2) : prefix.group(3);
            var stands = KNOWN.get(name);
            return "uses the prefix '" + name + "', but does not say what it stands for; put xmlns:" + name + "=\""
                    + (stands == null ? "…" : stands) + "\" into the first element";
        }
        if (raw.contains("external entity")) return "names an external entity, which is not allowed";
        if (raw.contains("JAXP")) return "is larger than any drawn model: too many attributes or too long a name";
        if (raw.contains("already specified") || ONCE_MORE.stream().anyMatch(raw::contains))
            return "is not XML: an element has the same attribute twice; take one of them out";
        if (open.isEmpty())
            return text.strip().startsWith("<")
                    ? "is not XML: before or after the outermost element stands what may not; a BPMN file is one <definitions> element"
                    : "is not XML, so it is no BPMN or DMN file";
        var inner = open.get(0);
        var within = "the element <" + inner.getKey() + "> of line " + inner.getValue();
        var onLastLine = line() >= text.lines().count() && text.indexOf('<', lastLineStart()) <= lastLineStart() + 1;
        if (onLastLine || raw.contains("must start and end within the same entity"))
            return "is not XML: it ends before " + within + " does; the file was cut off, so get it whole again";
        if (raw.contains("end-tag")) return "is not XML: " + within + " is not closed before something around it is";
        return "is not XML: in " + within + " a '<', '&', quotation mark or end tag is missing or too many";
    }

    private int lastLineStart() {
        return text.lastIndexOf('\n', text.length() - 2) + 1;
    }
}
