package org.nrm.records.print;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The one font of the sheets, Liberation Sans as it comes with PDFBox, and which signs it prints: Latin, Cyrillic and
 * Greek. Scripts that run from right to left would need shaping and reordering, so their signs count as not printable.
 */
final class Letters {

    /** Printed for a sign that the font lacks. */
    static final char REPLACEMENT = '\u25A1';

    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final byte[] font;
    private final BitSet printable = new BitSet();

    Letters() {
        try (var in = Objects.requireNonNull(PDType0Font.class.getResourceAsStream(FONT))) {
            font = in.readAllBytes();
            try (var face = open()) {
                var glyphs = face.getUnicodeCmapLookup();
                for (int sign = ' '; sign <= Character.MAX_VALUE; sign++)
                    printable.set(sign, glyphs.getGlyphId(sign) != 0 && !isUnprintable(sign));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be closed after the document is written. Without ligatures: text copied from the sheet is what was written. */
    TrueTypeFont open() throws IOException {
        var face = new TTFParser().parse(new RandomAccessReadBuffer(font));
        face.setEnableGsub(false);
        return face;
    }

    /** Whether the font has all signs of the text, which may speak of the replacement itself. */
    boolean prints(String text) {
        return printable(text.replace(REPLACEMENT, ' ')).indexOf(REPLACEMENT) < 0;
    }

    /** The text with all that the font can print; each sign that it lacks becomes {@link #REPLACEMENT}. Lines stay. */
    String printable(String text) {
        var out = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(sign -> {
            var plain = plain(sign);
            if (plain == '\n' || printable.get(plain)) out.append((char) plain);
            else if (!isInvisible(plain)) out.append(REPLACEMENT);
        });
        return out.toString();
    }

    /** Signs that look alike and of which the font has only one. */
    private static int plain(int sign) {
        return switch (sign) {
            case '\r', '\f', 0x0B, 0x85, 0x2028, 0x2029 -> '\n';
            case '\t', 0xA0, 0x202F -> ' ';
            case 0x2010, 0x2011 -> '-';
            case 0x02BC -> '\u2019';
            default -> sign;
        };
    }

    private static boolean isUnprintable(int sign) {
        return switch (Character.getDirectionality(sign)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
            default -> isInvisible(sign);
        };
    }

    /** Controls, marks of direction, joiners, variation selectors: without them nothing is lost on paper. */
    private static boolean isInvisible(int sign) {
        return switch (Character.getType(sign)) {
            case Character.CONTROL, Character.FORMAT -> true;
            default -> sign >= 0xFE00 && sign <= 0xFE0F;
        };
    }
}
