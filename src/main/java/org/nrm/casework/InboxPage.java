package org.nrm.casework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts;
import org.nrm.access.Actor;
import org.nrm.mechanism.Strand;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskQuery;
import org.nrm.web.Page;
import org.nrm.web.Part;
import org.nrm.web.Refusal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /}: the tasks of somebody at work; for auditors the cases, for operators the clock of a demonstration. */
@Page
class InboxPage {

    private static final String PAST = "past";

    /** What stands under which heading, in this order; the rest is past its date. */
    private static final Map<String, TaskQuery.Claimed> SECTIONS = sections();

    private final Inbox inbox;
    private final Cases cases;
    private final Accounts accounts;

    InboxPage(Inbox inbox, Cases cases, Accounts accounts) {
        this.inbox = inbox;
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

        /** Is the section looked at: alone, or as one of all? */
        boolean shows(String section) {
            return claimed == null || claimed.equals(section);
        }

        /** Where the section begins; the first part unless it is looked at alone. */
        @Nullable
        String cursorOf(String section) {
            return section.equals(claimed) ? cursor : null;
        }

        private static @Nullable String filled(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }
    }

    private static Map<String, TaskQuery.Claimed> sections() {
        var sections = new LinkedHashMap<String, TaskQuery.Claimed>();
        sections.put("me", TaskQuery.Claimed.ME);
        sections.put("none", TaskQuery.Claimed.NONE);
        sections.put("agency", TaskQuery.Claimed.COLLEAGUES);
        return sections;
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
        model.addAttribute("cases", actor.holds("auditor") ? cases.own(actor, null) : null);
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
            afterwards.addFlashAttribute("refused", "casework.task.claim." + e.word());
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
            afterwards.addFlashAttribute("refused", "casework.task.claim." + e.word());
        }
        return "redirect:/";
    }

    private List<Section> sections(Actor actor, Filter filter) {
        var names = names(actor);
        var sections = new ArrayList<Section>();
        SECTIONS.forEach((id, claimed) -> {
            if (filter.shows(id))
                sections.add(section(
                        id, inbox.list(actor, claimed, filter.strand(), filter.q(), filter.cursorOf(id)), names));
        });
        return sections;
    }

    /** Null for who is neither lead nor coordinator. */
    private @Nullable Section past(Actor actor, Filter filter) {
        if (!filter.shows(PAST) || !(actor.lead() || actor.holds("coordinator"))) return null;
        return section(PAST, inbox.overdue(actor, filter.strand(), filter.q(), filter.cursorOf(PAST)), names(actor));
    }

    private static Section section(String id, Part<OpenTask> part, Map<String, String> names) {
        return new Section(
                id, part.items().stream().map(task -> row(task, names)).toList(), part.next());
    }

    private Map<String, String> names(Actor actor) {
        return accounts.ofAgency(actor.agency()).stream().collect(Collectors.toMap(Actor::user, Actor::name));
    }

    private static Row row(OpenTask task, Map<String, String> names) {
        var holder = task.assignee();
        return new Row(task, holder == null ? null : Objects.requireNonNullElse(names.get(holder), holder));
    }
}
