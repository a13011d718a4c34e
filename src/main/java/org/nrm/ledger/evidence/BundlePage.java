package org.nrm.ledger.evidence;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Entry;
import org.nrm.ledger.Hash;
import org.nrm.ledger.evidence.EvidenceBundle.Contents;
import org.nrm.ledger.note.Checkpoint;

/**
 * The page of a bundle: one file that needs no network and may use none. With a reader's script it shows the history on its diagrams;
 * a table of all entries is there in any case.
 */
final class BundlePage {

    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem; }
            h1 { font-size: 1.5rem; }
            .nrm-entries { overflow-x: auto; }
            .nrm-entries table { border-collapse: collapse; font-size: .9rem; }
            .nrm-entries caption { text-align: start; padding-block: .5rem; }
            .nrm-entries th, .nrm-entries td { border-block-end: 1px solid #8886; padding: .25rem .75rem .25rem 0; text-align: start; vertical-align: top; }
            .nrm-entries td:first-of-type { white-space: nowrap; }
            .nrm-entries code { font-size: .8rem; overflow-wrap: anywhere; }
            """;

    private final Contents contents;
    private final Checkpoint checkpoint;
    private final Map<Integer, String> sets = new TreeMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Map<String, String>> diagrams = new TreeMap<>();
    private final Map<String, ProcessFile.Names> names = new TreeMap<>();

    BundlePage(Contents contents, Checkpoint checkpoint) {
        this.contents = contents;
        this.checkpoint = checkpoint;
        for (var entry : contents.entries()) {
            var place = entry.act().place();
            if (place == null) continue;
            sets.put(place.version(), place.model());
            if (entry.act().process() != null) used.add(entry.act().process());
        }
        for (var set : sets.values()) diagrams.computeIfAbsent(set, this::diagrams);
    }

    /** Process → text, of what the case went through; what has no such id any more is shown in the table alone. */
    private Map<String, String> diagrams(String set) {
        var texts = new TreeMap<String, String>();
        contents.models().getOrDefault(set, Map.of()).forEach((path, text) -> {
            if (!path.endsWith(".bpmn")) return;
            ProcessFile.of(text).processes().forEach((process, itsNames) -> {
                if (!used.contains(process)) return;
                texts.put(process, text);
                names.put(process, itsNames);
            });
        });
        return texts;
    }

    String html() {
        var style = STYLE + contents.reader().style();
        var script = contents.reader().script();
        var page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ")
                .append(source(style));
        if (!script.isEmpty()) page.append("; script-src ").append(source(script));
        page.append("; img-src data:; base-uri 'none'; form-action 'none'\">\n");
        page.append("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>History of a case</title>\n<style>").append(style).append("</style>\n</head>\n<body>\n");
        header(page);
        page.append("<main>\n");
        if (!script.isEmpty()) page.append("<div id=\"nrm-replay\"></div>\n");
        table(page, script.isEmpty());
        page.append("</main>\n<script type=\"application/json\" id=\"nrm-history\">")
                .append(Json.write(history()).replace("<", "\\u003c"))
                .append("</script>\n");
        if (!script.isEmpty()) page.append("<script>").append(script).append("</script>\n");
        return page.append("</body>\n</html>\n").toString();
    }

    /** Nothing else in the page may run or colour it. */
    private static String source(String inline) {
        return "'sha256-"
                + Base64.getEncoder()
                        .encodeToString(Hash.of(EvidenceBundle.bytes(inline)).bytes()) + "'";
    }

    private void header(StringBuilder page) {
        page.append("<header>\n<h1>History of case ")
                .append(escaped(contents.caseRef().value()))
                .append("</h1>\n<p>")
                .append(Words.count(contents.entries().size(), "entry", "entries"))
                .append(" at the checkpoint of ")
                .append(checkpoint.time())
                .append("; exported ")
                .append(contents.exported())
                .append(" by ")
                .append(escaped(contents.by()))
                .append(
                        ".</p>\n<p>This page shows what is in the bundle; it does not check it. <code>README.txt</code> beside it says how to check.</p>\n</header>\n");
    }

    private void table(StringBuilder page, boolean open) {
        page.append("<details").append(open ? " open" : "").append(">\n<summary>All entries</summary>\n");
        page.append("<div class=\"nrm-entries\" tabindex=\"0\" role=\"region\" aria-label=\"All entries\">\n<table>\n");
        page.append("<caption>Times are in UTC.</caption>\n<thead><tr>");
        for (var head : List.of("Entry", "Time", "What", "Where", "Who", "Facts", "Hash"))
            page.append("<th scope=\"col\">").append(head).append("</th>");
        page.append("</tr></thead>\n<tbody>\n");
        for (var entry : contents.entries()) row(page, entry);
        page.append("</tbody>\n</table>\n</div>\n</details>\n");
    }

    private void row(StringBuilder page, Entry entry) {
        var act = entry.act();
        page.append("<tr><th scope=\"row\">").append(entry.seq()).append("</th>");
        cell(page, entry.time().toString().replace('T', ' ').replace("Z", ""));
        cell(page, act.type().word().replace('-', ' '));
        cell(page, name(act.process(), act.element()));
        var who = new ArrayList<String>();
        for (var part : new @Nullable String[] {act.actor(), act.role(), act.agency()}) if (part != null) who.add(part);
        cell(page, String.join(", ", who));
        var facts = new ArrayList<String>();
        new TreeMap<>(act.facts()).forEach((fact, value) -> facts.add(fact + ": " + value));
        act.commitments().keySet().stream().sorted().forEach(each -> facts.add("content of class " + each));
        cell(page, String.join("; ", facts));
        page.append("<td><code>").append(entry.hash()).append("</code></td></tr>\n");
    }

    private String name(@Nullable String process, @Nullable String element) {
        if (element == null) return "";
        var known = process == null ? null : names.get(process);
        return known == null ? element : known.elements().getOrDefault(element, element);
    }

    private static void cell(StringBuilder page, String text) {
        page.append("<td>").append(escaped(text)).append("</td>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** In the form that the reader's script takes. */
    private Map<String, Object> history() {
        var history = new LinkedHashMap<String, Object>();
        history.put("case", contents.caseRef().value());
        history.put("entries", contents.entries().stream().map(BundlePage::json).toList());
        var models = new ArrayList<Map<String, Object>>();
        sets.forEach((version, set) -> {
            var model = new LinkedHashMap<String, Object>();
            model.put("version", version);
            model.put("hash", set);
            model.put("processes", diagrams.getOrDefault(set, Map.of()));
            models.add(model);
        });
        history.put("models", models);
        var processes = new LinkedHashMap<String, Object>();
        names.forEach((process, itsNames) -> {
            var named = new LinkedHashMap<String, Object>();
            named.put("name", itsNames.name());
            named.put("elements", itsNames.elements());
            processes.put(process, named);
        });
        history.put("names", Map.of("processes", processes));
        return history;
    }

    private static Map<String, Object> json(Entry entry) {
        var act = entry.act();
        var json = new LinkedHashMap<String, Object>();
        json.put("seq", entry.seq());
        json.put("time", entry.time().toString());
        json.put("type", act.type().word());
        put(json, "actor", act.actor());
        put(json, "agency", act.agency());
        put(json, "role", act.role());
        put(json, "process", act.process());
        put(json, "element", act.element());
        put(json, "task", act.task());
        var place = act.place();
        if (place != null) {
            put(json, "instance", place.instance());
            put(json, "parent", place.parent());
            put(json, "model", place.model());
            json.put("version", place.version());
        }
        if (!act.facts().isEmpty()) json.put("facts", new TreeMap<>(act.facts()));
        json.put("hash", entry.hash().toString());
        return json;
    }

    private static void put(Map<String, Object> json, String key, @Nullable String value) {
        if (value != null) json.put(key, value);
    }
}
