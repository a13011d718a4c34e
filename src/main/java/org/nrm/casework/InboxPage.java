package org.nrm.casework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts;
import org.nrm.access.Actor;
import org.nrm.access.Page;
import org.nrm.mechanism.Strand;
import org.nrm.pathway.Escalations;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.Refusal;
import org.nrm.pathway.TaskQuery;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /}: the tasks of somebody at work; for auditors the cases, for operators the clock of a demonstration. */
@Page
class InboxPage {

    private final Inbox inbox;
    private final Escalations escalations;
    private final Cases cases;
    private final Accounts accounts;

    InboxPage(Inbox inbox, Escalations escalations, Cases cases, Accounts accounts) {
        this.inbox = inbox;
        this.escalations = escalations;
        this.cases = cases;
        this.accounts = accounts;
    }

    /** @param holder name of who works on it; null while nobody does */
    record Row(OpenTask task, @Nullable String holder) {}

    /**
     * Tasks under one heading.
     *
     * @param id   end of the message keys: me, none, agency or past
     * @param next cursor of the next part; null at the end
     */
    record Section(String id, List<Row> rows, @Nullable String next) {}

    /** What one looks at; part of the address, so that it can be shared. Says nothing about a person. */
    record Filter(
            @Nullable String strand,
            @Nullable String q,
            @Nullable String claimed,
            @Nullable String cursor) {

        static Filter of(
                @Nullable String strand, @Nullable String q, @Nullable String claimed, @Nullable String cursor) {
            return new Filter(filled(strand), filled(q), filled(claimed), filled(cursor));
        }

        /** Something is left out, so that an empty list does not mean that there is nothing to do. */
        public boolean narrows() {
            return strand != null || q != null;
        }

        private static @Nullable String filled(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

    @GetMapping("/")
    String show(
            Actor actor,
            Model model,
            @RequestParam @Nullable String strand,
            @RequestParam @Nullable String q,
            @RequestParam @Nullable String claimed,
            @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String clock) {
        var filter = Filter.of(strand, q, claimed, cursor);
        model.addAttribute("filter", filter);
        model.addAttribute(
                "strands", Arrays.stream(Strand.values()).map(Strand::word).toList());
        model.addAttribute("sections", sections(actor, filter));
        model.addAttribute("past", past(actor, filter));
        model.addAttribute("cases", actor.holds("auditor") ? cases.own(actor) : null);
        if ("moved".equals(clock) || "unusable".equals(clock)) model.addAttribute("clock", clock);
        return "casework/inbox";
    }

    /** Takes a task, from its row or from its page. Who comes too late is told so and sees the list as it is now. */
    @PostMapping("/tasks/{id}/claim")
    String claim(
            Actor actor,
            @PathVariable String id,
            @RequestParam @Nullable String strand,
            @RequestParam @Nullable String q,
            RedirectAttributes afterwards) {
        try {
            inbox.claim(actor, id);
            afterwards.addFlashAttribute("done", "casework.task.claim.done");
            return "redirect:/tasks/{id}";
        } catch (Refusal e) {
            afterwards.addFlashAttribute(
                    "refused", "casework.task.claim." + e.reason().word());
            var filter = Filter.of(strand, q, null, null);
            if (filter.strand() != null) afterwards.addAttribute("strand", filter.strand());
            if (filter.q() != null) afterwards.addAttribute("q", filter.q());
            return "redirect:/";
        }
    }

    @PostMapping("/tasks/{id}/unclaim")
    String unclaim(Actor actor, @PathVariable String id, RedirectAttributes afterwards) {
        try {
            inbox.unclaim(actor, id);
            afterwards.addFlashAttribute("done", "casework.task.unclaim.done");
        } catch (Refusal e) {
            afterwards.addFlashAttribute(
                    "refused", "casework.task.claim." + e.reason().word());
        }
        return "redirect:/";
    }

    private List<Section> sections(Actor actor, Filter filter) {
        var names = accounts.ofAgency(actor.agency()).stream().collect(Collectors.toMap(Actor::user, Actor::name));
        var sections = new ArrayList<Section>();
        for (var claimed : List.of(TaskQuery.Claimed.ME, TaskQuery.Claimed.NONE, TaskQuery.Claimed.AGENCY)) {
            var id = claimed.name().toLowerCase(Locale.ROOT);
            if (filter.claimed() != null && !filter.claimed().equals(id)) continue;
            var cursor = filter.claimed() == null ? null : filter.cursor();
            var page = inbox.list(actor, claimed, filter.strand(), filter.q(), cursor);
            var rows = page.tasks().stream()
                    .filter(task ->
                            claimed != TaskQuery.Claimed.AGENCY || !actor.user().equals(task.assignee()))
                    .map(task -> row(task, names))
                    .toList();
            sections.add(new Section(id, rows, page.next()));
        }
        return sections;
    }

    /** Null for who is neither lead nor coordinator, and beyond the first part of a list. */
    private @Nullable Section past(Actor actor, Filter filter) {
        if (filter.claimed() != null || !(actor.lead() || actor.holds("coordinator"))) return null;
        var names = accounts.ofAgency(actor.agency()).stream().collect(Collectors.toMap(Actor::user, Actor::name));
        var rows = escalations.escalatedTo(actor).stream()
                .filter(task -> filter.strand() == null || filter.strand().equals(task.strand()))
                .filter(task -> Optional.ofNullable(filter.q())
                        .map(task.caseRef().value()::contains)
                        .orElse(true))
                .map(task -> row(task, names))
                .toList();
        return new Section("past", rows, null);
    }

    private static Row row(OpenTask task, Map<String, String> names) {
        var holder = task.assignee();
        return new Row(task, holder == null ? null : Objects.requireNonNullElse(names.get(holder), holder));
    }
}
