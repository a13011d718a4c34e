package org.nrm.records.print;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.StandardStructureTypes;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/**
 * Sets text on A4 pages from top to bottom, with large spacing, and tags it for those who have it read aloud. Measures are
 * points. The same text and day give the same bytes.
 */
final class Pages implements AutoCloseable {

    private static final float MARGIN = 62;
    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;
    private static final float TOP = PDRectangle.A4.getHeight() - MARGIN;
    private static final float BOTTOM = MARGIN + 14;
    private static final float FOOT = MARGIN - 18;
    private static final float LABELS = 150;
    private static final float INDENT = 16;
    private static final float GAP = 7;

    private static final Style TITLE = new Style(21, 28, true, 0);
    private static final Style SECTION = new Style(13.5f, 19, true, 0);
    private static final Style LABEL = new Style(11.5f, 17, false, 0.35f);
    private static final Style STRONG = new Style(11.5f, 17, true, 0);
    private static final Style BODY = new Style(11.5f, 17, false, 0);
    private static final Style SMALL = new Style(9, 12, false, 0.35f);

    /**
     * How text looks. The font has one weight: a thin outline makes the strong one.
     *
     * @param grey 0 is black
     */
    private record Style(float size, float leading, boolean strong, float grey) {}

    private final Letters letters;
    private final PDDocument document = new PDDocument();
    private final TrueTypeFont face;
    private final PDType0Font font;
    private final PDStructureTreeRoot tree = new PDStructureTreeRoot();
    private final PDStructureElement body;
    /** Of each page, the element to which each piece of marked content belongs. */
    private final List<COSArray> owners = new ArrayList<>();

    private PDPage page;
    private PDPageContentStream stream;
    private float y;
    private boolean replaced;

    /** The title is kept in the file's properties: it says nothing about the person. */
    Pages(Letters letters, Locale language, String title, LocalDate made) throws IOException {
        this.letters = letters;
        face = letters.open();
        font = PDType0Font.load(document, face, true);
        var day = GregorianCalendar.from(made.atStartOfDay(ZoneOffset.UTC));
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setCreationDate(day);
        document.setDocumentId(day.getTimeInMillis()); // else it is the machine's time
        var catalog = document.getDocumentCatalog();
        catalog.setLanguage(language.toLanguageTag());
        var preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
        var marked = new PDMarkInfo();
        marked.setMarked(true);
        catalog.setMarkInfo(marked);
        catalog.setStructureTreeRoot(tree);
        body = new PDStructureElement(StandardStructureTypes.DOCUMENT, tree);
        tree.appendKid(body);
        page = addPage();
        stream = new PDPageContentStream(document, page);
        y = TOP;
    }

    void title(String text) throws IOException {
        text(StandardStructureTypes.H1, TITLE, text);
        y -= GAP;
    }

    void section(String text) throws IOException {
        need(4 * BODY.leading + SECTION.leading);
        if (y < TOP) y -= 2 * GAP;
        text(StandardStructureTypes.H2, SECTION, text);
        y -= GAP / 2;
    }

    void paragraph(String text) throws IOException {
        text(StandardStructureTypes.P, BODY, text);
        y -= GAP;
    }

    void strong(String text) throws IOException {
        text(StandardStructureTypes.P, STRONG, text);
        y -= GAP;
    }

    void small(String text) throws IOException {
        text(StandardStructureTypes.P, SMALL, text);
        y -= GAP;
    }

    void points(List<String> texts) throws IOException {
        var list = child(body, StandardStructureTypes.L);
        for (var text : texts) {
            var item = child(list, StandardStructureTypes.LI);
            var lines = wrap(text, BODY, WIDTH - INDENT);
            need(Math.min(2, lines.size()) * BODY.leading);
            var top = y;
            draw(child(item, StandardStructureTypes.LBL), BODY, List.of("\u2022"), MARGIN);
            y = top;
            draw(child(item, StandardStructureTypes.L_BODY), BODY, lines, MARGIN + INDENT);
            y -= GAP / 2;
        }
        y -= GAP / 2;
    }

    /** Sets apart what follows. */
    void space() {
        y -= GAP;
    }

    /** A label at the left, what it is about at the right; each value begins a line. */
    void pair(String label, List<String> values) throws IOException {
        var left = wrap(label, LABEL, LABELS - INDENT);
        var right = wrap(String.join("\n", values), BODY, WIDTH - LABELS);
        need(Math.max(left.size(), Math.min(2, right.size())) * BODY.leading);
        var element = child(body, StandardStructureTypes.P);
        var top = y;
        draw(element, LABEL, left, MARGIN);
        var afterLabel = y;
        var pageOfLabel = owners.size();
        y = top;
        draw(element, BODY, right, MARGIN + LABELS);
        if (owners.size() == pageOfLabel) y = Math.min(y, afterLabel);
        y -= GAP / 2;
    }

    /** A question over its answers. */
    void answer(String question, List<String> values) throws IOException {
        var asked = wrap(question, LABEL, WIDTH);
        need((Math.min(3, asked.size()) + 1) * BODY.leading);
        draw(child(body, StandardStructureTypes.P), LABEL, asked, MARGIN);
        for (var value : values)
            draw(child(body, StandardStructureTypes.P), BODY, wrap(value, BODY, WIDTH - INDENT), MARGIN + INDENT);
        y -= GAP;
    }

    /** Lines to sign on, each with one for the date; all on one page. */
    void signatures(String heading, List<String> labels, String day) throws IOException {
        var height = 2 * BODY.leading + 3 * GAP;
        need(labels.size() * height + SECTION.leading + 3 * GAP);
        section(heading);
        for (var label : labels) {
            y -= height - BODY.leading;
            stream.beginMarkedContent(COSName.ARTIFACT);
            stream.setStrokingColor(0.35f);
            stream.setLineWidth(0.6f);
            stream.moveTo(MARGIN, y);
            stream.lineTo(MARGIN + WIDTH - LABELS - INDENT, y);
            stream.moveTo(MARGIN + WIDTH - LABELS, y);
            stream.lineTo(MARGIN + WIDTH, y);
            stream.stroke();
            stream.endMarkedContent();
            var top = y;
            var element = child(body, StandardStructureTypes.P);
            draw(element, SMALL, wrap(label, SMALL, WIDTH - LABELS - INDENT), MARGIN);
            y = top;
            draw(element, SMALL, wrap(day, SMALL, LABELS), MARGIN + WIDTH - LABELS);
        }
        y -= 2 * GAP;
    }

    /** Whether a sign was met that the font lacks. */
    boolean replaced() {
        return replaced;
    }

    /** Ends the last page and numbers all. */
    byte[] finish(String foot, BinaryOperator<String> pageOf) throws IOException {
        stream.close();
        var pages = document.getNumberOfPages();
        for (int number = 1; number <= pages; number++) {
            var each = document.getPage(number - 1);
            var count = letters.printable(pageOf.apply(String.valueOf(number), String.valueOf(pages)));
            try (var footer = new PDPageContentStream(document, each, AppendMode.APPEND, true, true)) {
                footer.beginMarkedContent(COSName.ARTIFACT);
                show(footer, SMALL, letters.printable(foot), MARGIN, FOOT);
                show(footer, SMALL, count, MARGIN + WIDTH - width(count, SMALL), FOOT);
                footer.endMarkedContent();
            }
        }
        var numbers = new TreeMap<Integer, PDParentTreeValue>();
        for (int index = 0; index < owners.size(); index++)
            numbers.put(index, new PDParentTreeValue(owners.get(index)));
        var parents = new PDNumberTreeNode(PDParentTreeValue.class);
        parents.setNumbers(numbers);
        tree.setParentTree(parents);
        tree.setParentTreeNextKey(owners.size());
        var out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        document.close();
        face.close();
    }

    private void text(String type, Style style, String text) throws IOException {
        var lines = wrap(text, style, WIDTH);
        need(Math.min(2, lines.size()) * style.leading);
        draw(child(body, type), style, lines, MARGIN);
    }

    private static PDStructureElement child(PDStructureElement parent, String type) {
        var element = new PDStructureElement(type, parent);
        parent.appendKid(element);
        return element;
    }

    /** Draws line after line; goes on on the next page where the room ends. */
    private void draw(PDStructureElement element, Style style, List<String> lines, float x) throws IOException {
        var open = false;
        for (var line : lines) {
            if (open && !fits(style.leading)) {
                stream.endMarkedContent();
                open = false;
            }
            need(style.leading);
            if (!open) mark(element);
            open = true;
            y -= style.leading;
            if (!line.isEmpty()) show(stream, style, line, x, y + (style.leading - style.size) / 2 + style.size * 0.1f);
        }
        if (open) stream.endMarkedContent();
    }

    private void mark(PDStructureElement element) throws IOException {
        var owned = owners.get(owners.size() - 1);
        var properties = new COSDictionary();
        properties.setInt(COSName.MCID, owned.size());
        stream.beginMarkedContent(COSName.getPDFName(element.getStructureType()), PDPropertyList.create(properties));
        var reference = new PDMarkedContentReference();
        reference.setPage(page);
        reference.setMCID(owned.size());
        element.appendKid(reference);
        owned.add(element.getCOSObject());
    }

    private void show(PDPageContentStream to, Style style, String line, float x, float baseline) throws IOException {
        to.beginText();
        to.setFont(font, style.size);
        to.setNonStrokingColor(style.grey);
        to.setStrokingColor(style.grey);
        to.setLineWidth(style.size * 0.035f);
        to.setRenderingMode(style.strong ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        to.newLineAtOffset(x, baseline);
        to.showText(line);
        to.endText();
    }

    /** Begins a page where less room than this is left. */
    private void need(float height) throws IOException {
        if (!fits(height)) nextPage();
    }

    private boolean fits(float height) {
        return y - height >= BOTTOM;
    }

    private void nextPage() throws IOException {
        stream.close();
        page = addPage();
        stream = new PDPageContentStream(document, page);
        y = TOP;
    }

    private PDPage addPage() {
        var added = new PDPage(PDRectangle.A4);
        added.setStructParents(owners.size());
        added.getCOSObject().setName(COSName.getPDFName("Tabs"), "S"); // as the structure goes
        document.addPage(added);
        owners.add(new COSArray());
        return added;
    }

    /** Breaks at spaces, and within a word that is longer than a line. */
    private List<String> wrap(String text, Style style, float width) throws IOException {
        var printable = letters.printable(text);
        replaced |= !letters.prints(text);
        var lines = new ArrayList<String>();
        for (var given : printable.strip().split("\n", -1)) {
            var line = new StringBuilder();
            var left = width;
            for (var piece : pieces(given.strip(), style, width)) {
                var length = width(piece, style);
                if (length > left && !piece.isBlank()) {
                    lines.add(line.toString().stripTrailing());
                    line.setLength(0);
                    left = width;
                }
                line.append(piece);
                left -= length;
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Words and the spaces between them; a word that is longer than a line comes in pieces that are not. */
    private List<String> pieces(String text, Style style, float width) throws IOException {
        var pieces = new ArrayList<String>();
        for (var word : text.split("(?<= )|(?= )", -1)) {
            var left = width;
            var begin = 0;
            if (width(word, style) > width)
                for (int at = 0; at < word.length(); at++) {
                    var sign = width(word.substring(at, at + 1), style);
                    if (sign > left) {
                        pieces.add(word.substring(begin, at));
                        begin = at;
                        left = width;
                    }
                    left -= sign;
                }
            pieces.add(word.substring(begin));
        }
        return pieces;
    }

    private float width(String text, Style style) throws IOException {
        return font.getStringWidth(text) * style.size / 1000;
    }
}
