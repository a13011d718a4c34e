package org.nrm.casework;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.DataClasses;
import org.nrm.records.file.CaseFile;
import org.nrm.records.file.Speakers;
import org.nrm.web.Conflict;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /cases/{ref}}: the case as one may know it, and what is done to it beside its tasks. */
@Page
@RequestMapping("/cases/{ref}")
class CasePage {

    private static final String BACK = "redirect:/cases/{ref}";

    private final Cases cases;
    private final PageRecord record;
    private final DataClasses classes;

    CasePage(Cases cases, PageRecord record, DataClasses classes) {
        this.cases = cases;
        this.record = record;
        this.classes = classes;
    }

    /**
     * What could not be done, to be told beside its control.
     *
     * @param control events, participation, statement, testimony or the id of a consent
     * @param message key, or the words themselves
     * @param note    what had been written
     */
    record Failure(
            String control,
            @Nullable String key,
            @Nullable String message,
            @Nullable String type,
            String note) {}

    @GetMapping
    String show(Actor actor, @PathVariable String ref, Model model) {
        return page(actor, ref, null, model);
    }

    @PostMapping("/events")
    String raise(
            Actor actor,
            @PathVariable String ref,
            @RequestParam @Nullable String type,
            @RequestParam(defaultValue = "") String note,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var event = CaseEvent.of(type == null ? "" : type);
        var text = note.replace("\r\n", "\n");
        if (event.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, new Failure("events", "casework.case.events.choose", null, null, text), model);
        }
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("note", text.isBlank() ? null : text);
        return act(
                () -> cases.raise(actor, ref, event.get().type(), data),
                "casework.case.events.done",
                new Failure("events", null, null, type, text),
                actor,
                ref,
                model,
                response,
                afterwards);
    }

    @PostMapping("/withdrawals")
    String withdraw(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String what,
            @RequestParam @Nullable String consent,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(
                () -> cases.withdraw(actor, ref, what, consent),
                "casework.case.withdraw.done",
                new Failure(consent == null ? what : consent, null, null, null, ""),
                actor,
                ref,
                model,
                response,
                afterwards);
    }

    private String act(
            Runnable act,
            String done,
            Failure failure,
            Actor actor,
            String ref,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        try {
            act.run();
            afterwards.addFlashAttribute("done", done);
            return BACK;
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            var message = e.problems().get(0).message();
            return page(
                    actor, ref, new Failure(failure.control(), null, message, failure.type(), failure.note()), model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            var key = "casework.case.refused." + e.word();
            return page(actor, ref, new Failure(failure.control(), key, null, failure.type(), failure.note()), model);
        }
    }

    private String page(Actor actor, String ref, @Nullable Failure failure, Model model) {
        var view = cases.view(actor, ref, "case");
        var parts = record.byTask(actor, view.content().answers());
        var open = view.file().status() == CaseFile.Status.OPEN;
        model.addAttribute("view", view);
        model.addAttribute("ref", ref);
        model.addAttribute("parts", parts);
        model.addAttribute("facts", record.keyFacts(parts));
        model.addAttribute("speaks", Speakers.inHerName(view.reading().as()));
        model.addAttribute("assigns", cases.assignable(actor, ref).isPresent());
        model.addAttribute("events", events(open));
        model.addAttribute("failure", failure);
        model.addAttribute(
                "notShared",
                classes.all().keySet().stream()
                        .filter(dataClass -> !view.reading().reads(dataClass))
                        .sorted()
                        .toList());
        return "casework/case";
    }

    /** A closed case can be reopened and complained about; everything else happens to an open one. */
    private static List<String> events(boolean open) {
        return Arrays.stream(CaseEvent.values())
                .filter(event ->
                        open ? event != CaseEvent.REOPENS : event == CaseEvent.REOPENS || event == CaseEvent.COMPLAINS)
                .map(CaseEvent::type)
                .toList();
    }
}
