package org.nrm.records.access;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseRef;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.Problem;
import org.nrm.web.Conflict;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.nrm.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * {@code /cases/{ref}/access}: asks to read a file, or opens it in danger. {@code /accesses}: what waits for a decision or a review, and
 * one's own.
 */
@Page
class AccessPage {

    private static final String ASK = "records/access-ask";
    private static final String BREAK_GLASS = "records/break-glass";
    private static final String LIST = "redirect:/accesses";

    /** What the page offers; the interface takes any length up to the longest. */
    private static final List<String> LENGTHS = List.of("P1D", "P3D", "P7D", "P14D");

    private final AuditAccess auditAccess;
    private final BreakGlass breakGlass;
    private final AccessDesk desk;
    private final NeedToKnowSettings settings;
    private final Clock clock;

    AccessPage(
            AuditAccess auditAccess, BreakGlass breakGlass, AccessDesk desk, NeedToKnowSettings settings, Clock clock) {
        this.auditAccess = auditAccess;
        this.breakGlass = breakGlass;
        this.desk = desk;
        this.settings = settings;
        this.clock = clock;
    }

    /** What was typed. */
    record Input(String purpose, String reason, Set<String> classes, String length) {

        AccessWish wish() {
            return new AccessWish(purpose, reason.replace("\r\n", "\n"), List.copyOf(classes), length);
        }
    }

    /** For who knows a reference and is not on the case. */
    @GetMapping("/accesses/find")
    String find(@RequestParam(defaultValue = "") String ref, RedirectAttributes afterwards) {
        var found = CaseRef.parse(ref.strip().toUpperCase(Locale.ROOT));
        if (found.isPresent()) return "redirect:/cases/" + found.get() + "/access";
        afterwards.addFlashAttribute("refused", "records.access.find.wrong");
        return "redirect:/cases";
    }

    @GetMapping("/cases/{ref}/access")
    String show(Actor actor, @PathVariable String ref, Model model) {
        var empty = new Input("", "", Set.of(), "");
        if (breakGlass.role(actor).isEmpty()) return ask(actor, ref, empty, Map.of(), model);
        if (breakGlass.onCase(actor, ref)) return "redirect:/cases/{ref}";
        return danger(actor, ref, empty, Map.of(), model);
    }

    @PostMapping("/cases/{ref}/access")
    String ask(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable Set<String> classes,
            @RequestParam(defaultValue = "") String length,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var input = new Input(purpose, reason, classes == null ? Set.of() : classes, length);
        try {
            auditAccess.ask(actor, ref, input.wish());
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return ask(actor, ref, input, Problem.byField(e), model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", e.getMessage());
            return ask(actor, ref, input, Map.of(), model);
        }
        afterwards.addFlashAttribute("done", "records.access.ask.done");
        return LIST;
    }

    @PostMapping("/cases/{ref}/break-glass")
    String open(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable Set<String> classes,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var input = new Input(purpose, reason, classes == null ? Set.of() : classes, "");
        try {
            breakGlass.open(actor, ref, input.wish());
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return danger(actor, ref, input, Problem.byField(e), model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", e.getMessage());
            return danger(actor, ref, input, Map.of(), model);
        }
        afterwards.addFlashAttribute("done", "records.break-glass.done");
        return "redirect:/cases/{ref}";
    }

    @GetMapping("/accesses")
    String list(Actor actor, @RequestParam @Nullable String cursor, Model model) {
        var part = desk.of(actor, cursor);
        var all = part.items();
        model.addAttribute("first", cursor == null);
        model.addAttribute("next", part.next());
        model.addAttribute(
                "waiting",
                all.stream()
                        .filter(seen -> seen.task() != AccessDesk.Task.NOTHING)
                        .toList());
        model.addAttribute(
                "own",
                all.stream()
                        .filter(seen -> seen.task() == AccessDesk.Task.NOTHING)
                        .toList());
        return "records/accesses";
    }

    @GetMapping("/accesses/{id}")
    String one(Actor actor, @PathVariable String id, Model model) {
        return access(actor, id, model);
    }

    @PostMapping("/accesses/{id}/approve")
    String approve(
            Actor actor,
            @PathVariable String id,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(() -> auditAccess.approve(actor, id), "approve", actor, id, model, response, afterwards);
    }

    @PostMapping("/accesses/{id}/refuse")
    String refuse(
            Actor actor,
            @PathVariable String id,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(() -> auditAccess.refuse(actor, id), "refuse", actor, id, model, response, afterwards);
    }

    @PostMapping("/accesses/{id}/review")
    String review(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String outcome,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(() -> breakGlass.review(actor, id, outcome), "review", actor, id, model, response, afterwards);
    }

    private String act(
            Runnable act,
            String done,
            Actor actor,
            String id,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        try {
            act.run();
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("conflict", e.problems().get(0).message());
            return access(actor, id, model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", e.getMessage());
            return access(actor, id, model);
        }
        afterwards.addFlashAttribute("done", "records.accesses." + done + ".done");
        return LIST;
    }

    private String access(Actor actor, String id, Model model) {
        var told = desk.one(actor, id);
        model.addAttribute("seen", told.seen());
        model.addAttribute("access", told.seen().access());
        model.addAttribute("reason", told.reason());
        return "records/access";
    }

    private String ask(Actor actor, String ref, Input input, Map<String, String> problems, Model model) {
        var caseRef = auditAccess.askable(actor, ref);
        var now = clock.instant().atZone(clock.getZone());
        var latest = now.plus(settings.longestAudit());
        form(caseRef.value(), input, problems, settings.auditPurposes(), auditAccess.possibleClasses(), model);
        model.addAttribute(
                "lengths",
                LENGTHS.stream()
                        .filter(length -> !now.plus(Period.parse(length)).isAfter(latest))
                        .toList());
        return ASK;
    }

    /** The same whether or not there is such a case: that is told only to who opens it, which is recorded. */
    private String danger(Actor actor, String ref, Input input, Map<String, String> problems, Model model) {
        if (breakGlass.role(actor).isEmpty()) throw new NotThere();
        var caseRef = CaseRef.parse(ref).orElseThrow(NotThere::new);
        var allowed = settings.breakGlass();
        form(caseRef.value(), input, problems, allowed.purposes(), allowed.classes(), model);
        model.addAttribute("hours", allowed.length().toHours());
        model.addAttribute("most", BreakGlass.MOST);
        return BREAK_GLASS;
    }

    private static void form(
            String ref,
            Input input,
            Map<String, String> problems,
            Set<String> purposes,
            Set<String> classes,
            Model model) {
        model.addAttribute("ref", ref);
        model.addAttribute("input", input);
        model.addAttribute("problems", problems);
        model.addAttribute("purposes", new TreeSet<>(purposes));
        model.addAttribute("classes", new TreeSet<>(classes));
    }
}
