package org.nrm.casework;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Entry;
import org.nrm.pathway.TaskModels;
import org.nrm.web.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /cases/{ref}/history}, for auditors: every entry, in order. */
@Page
class HistoryPage {

    private static final int PAGE = 100;
    private static final int ID_SHOWN = 8;

    private final Cases cases;
    private final TaskModels models;
    private final PageWords words;

    HistoryPage(Cases cases, TaskModels models, PageWords words) {
        this.cases = cases;
        this.models = models;
        this.words = words;
    }

    /**
     * One entry.
     *
     * @param element name of the task, or the id of what is not one
     * @param facts   in words, apart by semicolons
     */
    record Row(
            long seq,
            Instant time,
            String type,
            @Nullable String actor,
            @Nullable String agency,
            @Nullable String role,
            @Nullable String process,
            @Nullable String element,
            String facts) {}

    @GetMapping("/cases/{ref}/history")
    String show(Actor actor, @PathVariable String ref, @RequestParam(defaultValue = "0") long after, Model model) {
        var entries = cases.history(actor, ref, Math.max(0, after), PAGE + 1);
        var shown = entries.subList(0, Math.min(PAGE, entries.size()));
        model.addAttribute("ref", ref);
        model.addAttribute("after", after);
        var made = cases.made(actor, ref);
        model.addAttribute("rows", shown.stream().map(entry -> row(entry, made)).toList());
        model.addAttribute("next", entries.size() > PAGE ? shown.get(PAGE - 1).seq() : null);
        return "casework/history";
    }

    private Row row(Entry entry, List<Entry> made) {
        var act = entry.act();
        return new Row(
                entry.seq(),
                entry.time(),
                act.type().word(),
                act.actor(),
                act.agency(),
                act.role(),
                act.process(),
                models.taskName(entry, made).orElse(act.element()),
                facts(act.facts()));
    }

    private String facts(Map<String, String> facts) {
        return new TreeMap<>(facts)
                .entrySet().stream()
                        .filter(fact -> !fact.getValue().isEmpty())
                        .map(fact -> fact.getKey() + ": "
                                + (fact.getKey().equals("why") ? why(fact.getValue()) : fact.getValue()))
                        .collect(Collectors.joining("; "));
    }

    /** Reasons of a look in words; of an id its beginning, by which it is found again. */
    private String why(String reasons) {
        return Arrays.stream(reasons.split(" ", -1))
                .map(reason -> {
                    var parts = reason.split(":", 2);
                    var name = words.of("why", parts[0]);
                    return parts.length == 1
                            ? name
                            : name + " " + parts[1].substring(0, Math.min(ID_SHOWN, parts[1].length()));
                })
                .collect(Collectors.joining(", "));
    }
}
