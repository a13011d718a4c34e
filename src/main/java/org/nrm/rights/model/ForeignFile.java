package org.nrm.rights.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises what was taken for a model and is something else, or was made for another engine. */
public final class ForeignFile {

    /** By how it begins, byte for byte as ISO 8859-1. */
    private static final Map<String, String> BEGINNINGS = beginnings();

    private ForeignFile() {}

    private static Map<String, String> beginnings() {
        var beginnings = new LinkedHashMap<String, String>();
        beginnings.put("PK\u0003\u0004", "is a zip archive; unpack it, and give the .bpmn files that are in it");
        beginnings.put("\u0089PNG", picture("PNG"));
        beginnings.put("\u00FF\u00D8\u00FF", picture("JPEG"));
        beginnings.put("GIF8", picture("GIF"));
        beginnings.put("%PDF", picture("PDF"));
        beginnings.put("\u00D0\u00CF\u0011\u00E0", "is a file of an office program (as Visio); export the drawing as BPMN 2.0 XML");
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
    static Optional<String> text(String text) {
        var head = text.substring(0, Math.min(text.length(), 1000)).strip().toLowerCase(Locale.ROOT);
        if (head.startsWith("<!doctype html") || head.contains("<html"))
            return Optional.of("is an HTML page, as a browser saves it, not a model; use the download or export of the page");
        if (head.startsWith("<svg") || head.contains("<svg ")) return Optional.of(picture("SVG"));
        if (head.startsWith("{") || head.startsWith("["))
            return Optional.of("is JSON, not XML; export the drawing as BPMN 2.0 XML");
        if (head.startsWith("pk\u0003\u0004")) return Optional.ofNullable(BEGINNINGS.get("PK\u0003\u0004"));
        if (head.startsWith("%pdf")) return Optional.of(picture("PDF"));
        if (head.startsWith("gif8")) return Optional.of(picture("GIF"));
        if (head.startsWith("\uFFFDpng")) return Optional.of(picture("PNG"));
        return Optional.empty();
    }
}
