package org.nrm.rights.model;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.ValidatorHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** All places at which a text does not keep to the schema of its language, told in words. */
public final class SchemaFaults extends DefaultHandler {

    /** More are not told: by then it is something else than a model with faults. */
    private static final int MOST = 50;

    /** The place in the schema of the rule that was broken, at the beginning of the parser's message. */
    private static final Pattern CODE = Pattern.compile("^([A-Za-z-]+(?:\\.[0-9a-z]+)*):");

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private static final Pattern EXPECTED = Pattern.compile("\\{([^}]*)}");

    /** Said again by the parser of the attribute or element whose value does not fit. */
    private static final Set<String> ONCE_MORE = Set.of("cvc-attribute.3", "cvc-type.3.1.3", "cvc-id.3");

    /**
     * One fault.
     *
     * @param element id of the element; null if it has none
     */
    public record Fault(int line, @Nullable String element, String message) {}

    private record Open(
            String name, @Nullable String id, @Nullable String called, int line) {

        String inWords() {
            var words = ElementWords.of(name);
            if (called != null && !called.isBlank())
                return words + " '" + called.strip().replaceAll("\\s+", " ") + "'";
            return id == null ? words : words + " '" + id + "'";
        }
    }

    private final ValidatorHandler validator;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<Fault> faults = new LinkedHashSet<>();
    private @Nullable Locator locator;

    private SchemaFaults(Schema schema) throws SAXException {
        validator = schema.newValidatorHandler();
        validator.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
        validator.setErrorHandler(this);
    }

    /**
     * Looks through a text that {@link SafeXml} has let through.
     *
     * @return in the order of lines; empty if it keeps to the schema
     */
    static List<Fault> of(String text, Schema schema) {
        try {
            var factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var reading = new SchemaFaults(schema);
            factory.newSAXParser().parse(new InputSource(new StringReader(text)), reading);
            return List.copyOf(reading.faults);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            return List.of();
        }
    }

    @Override
    public void setDocumentLocator(Locator given) {
        locator = given;
        validator.setDocumentLocator(given);
    }

    @Override
    public void startDocument() throws SAXException {
        validator.startDocument();
    }

    @Override
    public void endDocument() throws SAXException {
        validator.endDocument();
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        validator.startPrefixMapping(prefix, uri);
    }

    @Override
    public void endPrefixMapping(String prefix) throws SAXException {
        validator.endPrefixMapping(prefix);
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        open.push(new Open(localName, attributes.getValue("id"), attributes.getValue("name"), here()));
        validator.startElement(uri, localName, name, attributes);
    }

    @Override
    public void endElement(String uri, String localName, String name) throws SAXException {
        validator.endElement(uri, localName, name);
        open.pop();
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        validator.characters(text, start, length);
    }

    @Override
    public void error(SAXParseException fault) {
        add(fault);
    }

    @Override
    public void fatalError(SAXParseException fault) {
        add(fault);
    }

    private int here() {
        return locator == null ? 0 : Math.max(0, locator.getLineNumber());
    }

    private void add(SAXParseException fault) {
        var message = String.valueOf(fault.getMessage());
        var code = CODE.matcher(message);
        var rule = code.find() ? code.group(1) : "";
        if (faults.size() >= MOST || ONCE_MORE.contains(rule)) return;
        var at = open.peek();
        faults.add(new Fault(at == null ? here() : at.line(), at == null ? null : at.id(), words(rule, message, at)));
    }

    private String words(String rule, String message, @Nullable Open at) {
        var what = at == null ? "the file" : "the " + at.inWords();
        var around = open.stream().skip(1).findFirst();
        var outer = around.map(Open::inWords).orElse("file");
        var quoted =
                QUOTED.matcher(message).results().map(match -> match.group(1)).toList();
        var first = quoted.isEmpty() ? "" : local(quoted.get(0));
        return switch (rule) {
            case "cvc-complex-type.2.4.a" ->
                what + " stands where it may not in the " + outer + expected(message)
                        + "; put it in its place or take it out";
            case "cvc-complex-type.2.4.b" -> what + " is not complete" + expected(message);
            case "cvc-complex-type.2.4.c", "cvc-complex-type.2.4.d", "cvc-complex-type.2.4.e" ->
                what + " may not stand in the " + outer + "; take it out";
            case "cvc-complex-type.2.3", "cvc-complex-type.2.1", "cvc-complex-type.2.2" ->
                what + " may not hold this; take out what stands in it";
            case "cvc-complex-type.3.2.2" -> what + " may not have the attribute '" + first + "'; take it out";
            case "cvc-complex-type.4" -> what + " needs the attribute '" + first + "'";
            case "cvc-id.1" -> "something names the element '" + first + "', which is not in the file";
            case "cvc-id.2" ->
                what + " has the id '" + first + "', which another element of the file has; each needs its own";
            case "cvc-elt.1", "cvc-elt.1.a" ->
                "the file begins with <" + (at == null ? "" : at.name())
                        + ">, not with <definitions> of its language, so it is no model";
            case "cvc-enumeration-valid" ->
                "in the " + (at == null ? "file" : at.inWords()) + " the value '" + value(quoted)
                        + "' is not one of those that are known" + listed(message);
            case "UndeclaredPrefix" ->
                what + " uses in '" + value(quoted)
                        + "' a prefix that is not declared; leave the prefix out or declare it in the first element";
            default ->
                rule.contains("valid")
                        ? "in the " + (at == null ? "file" : at.inWords()) + " the value '" + value(quoted)
                                + "' does not fit where it stands"
                                + (rule.startsWith("cvc-datatype") && message.contains("NCName")
                                        ? "; an id begins with a letter and has no blank in it"
                                        : "")
                        : what + " does not keep to the schema of its language";
        };
    }

    private static String value(List<String> quoted) {
        return quoted.isEmpty() ? "" : quoted.get(0);
    }

    private static String expected(String message) {
        var names = names(message);
        return names.isEmpty()
                ? ""
                : ": expected is " + (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
    }

    private static String listed(String message) {
        var match = message.substring(message.indexOf('[') + 1);
        return message.contains("[") && match.contains("]") ? ": " + match.substring(0, match.indexOf(']')) : "";
    }

    /** What the schema would have there, the first few of it. */
    private static List<String> names(String message) {
        var names = new ArrayList<String>();
        var rest = message;
        // The parser writes {"namespace":name, …} with braces around the whole.
        var match = EXPECTED.matcher(rest);
        if (!match.find()) return names;
        for (var part : match.group(1).split(",", -1)) {
            var name = local(part.strip());
            if (!name.isBlank() && !name.startsWith("WC[") && !names.contains(name)) names.add(name);
        }
        return names.size() > 8 ? List.of() : names;
    }

    private static String local(String name) {
        return name.substring(Math.max(name.lastIndexOf(':'), name.lastIndexOf('}')) + 1)
                .replace("\"", "");
    }
}
