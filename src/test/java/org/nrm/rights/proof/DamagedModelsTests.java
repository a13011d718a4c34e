package org.nrm.rights.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
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
 * The shipped files with elements and attributes taken out, doubled, moved and exchanged: the verifier always ends in a verdict, and what
 * is unusable is named.
 */
@Tag("slow")
class DamagedModelsTests {

    private static final int ROUNDS = Integer.getInteger("nrm.test.damaged", 60);

    private static final List<String> RAW =
            List.of("cvc-", "URI=", "Exception", "org.", "null", Elements.FAILED, "{\"http", "Prefix");

    @Test
    void aDamagedModelEndsInAVerdict() throws Exception {
        var random = new Random(20);
        var processes = new TreeMap<>(CatalogueTests.files(Path.of("processes"), ".bpmn"));
        var tables = new TreeMap<>(CatalogueTests.files(Path.of("processes"), ".dmn"));
        var forms = CatalogueTests.files(Path.of("forms"), ".form");
        var settings = ModelSettings.bounded(CatalogueTests.config());
        var verifier = new Verifier(Vocabulary.of(settings, Form.parseAll(forms)), new Rules(settings.rights()));
        for (var round = 0; round < ROUNDS; round++) {
            var damaged = round % 8 == 7 ? new TreeMap<>(tables) : new TreeMap<>(processes);
            var file = List.copyOf(damaged.keySet()).get(random.nextInt(damaged.size()));
            var done = new ArrayList<String>();
            damaged.computeIfPresent(file, (name, text) -> damage(text, random, done));

            var report = damaged.containsKey(processes.firstKey())
                    ? verifier.verify(new Sources(damaged, tables, forms))
                    : verifier.verify(new Sources(processes, damaged, forms));

            for (var finding : report.findings())
                assertThat(finding.toString().replace(String.valueOf(finding.element()), ""))
                        .as("round " + round + ": " + file + " " + done)
                        .doesNotContain(RAW.toArray(String[]::new));
            assertThat(report.models())
                    .as("round " + round + ": " + file + " " + done)
                    .allMatch(model -> model.verdict() != Verdict.UNUSABLE
                            || !model.findings().isEmpty());
        }
    }

    static String damage(String text, Random random, List<String> done) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
            var often = 1 + random.nextInt(3);
            for (var time = 0; time < often; time++) damage(document, random, done);
            var written = new StringWriter();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(written));
            return written.toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void damage(Document document, Random random, List<String> done) {
        var all = document.getElementsByTagName("*");
        var one = (Element) all.item(random.nextInt(all.getLength()));
        var other = (Element) all.item(random.nextInt(all.getLength()));
        var kind = random.nextInt(8);
        done.add(kind + " " + one.getTagName() + " " + one.getAttribute("id") + " with " + other.getTagName() + " "
                + other.getAttribute("id"));
        var parent = one.getParentNode();
        if (parent instanceof Document && kind < 4) return;
        switch (kind) {
            case 0 -> parent.removeChild(one);
            case 1 -> parent.insertBefore(one.cloneNode(true), one);
            case 2 -> {
                if (!within(other, one)) other.appendChild(one);
            }
            case 3 -> document.renameNode(one, other.getNamespaceURI(), other.getTagName());
            case 4 -> attribute(one, random).ifPresent(name -> one.removeAttribute(name));
            case 5 ->
                attribute(one, random)
                        .ifPresent(name -> attribute(other, random)
                                .ifPresent(from -> one.setAttribute(name, other.getAttribute(from))));
            case 6 -> one.insertBefore(document.createElementNS(null, "x"), one.getFirstChild());
            default -> {
                if (one.getChildNodes().getLength() == 1) one.setTextContent(other.getTextContent());
            }
        }
    }

    private static boolean within(Node node, Node outer) {
        for (var at = node; at != null; at = at.getParentNode()) if (at == outer) return true;
        return false;
    }

    private static java.util.Optional<String> attribute(Element element, Random random) {
        var names = new ArrayList<String>();
        for (var at = 0; at < element.getAttributes().getLength(); at++) {
            var name = element.getAttributes().item(at).getNodeName();
            if (!name.startsWith("xmlns")) names.add(name);
        }
        return names.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(names.get(random.nextInt(names.size())));
    }

    @Test
    void aFileMayHoldWhatItLikes() throws Exception {
        var settings = ModelSettings.bounded(CatalogueTests.config());
        var verifier = new Verifier(Vocabulary.of(settings, Map.of()), new Rules(settings.rights()));
        for (var text : List.of("", "<", "<a/>", "[]", "\u0000", "<definitions/>")) {
            var report = verifier.verify(new Sources(Map.of("x.bpmn", text), Map.of("x.dmn", text), Map.of()));
            assertThat(report.verdict()).isEqualTo(Verdict.UNUSABLE);
            assertThat(report.findings()).extracting(Finding::file).contains("x.bpmn", "x.dmn");
        }
    }
}
