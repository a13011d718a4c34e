package org.nrm.records.erasure;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.records.file.Problem;
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

/** {@code /cases/{ref}/data}: what is kept of the person and how long, for who speaks for her, and what she can ask for. */
@Page
@RequestMapping("/cases/{ref}/data")
class KeptPage {

    private static final String BACK = "redirect:/cases/{ref}/data";

    private final DataRights rights;
    private final NeedToKnowSettings settings;

    KeptPage(DataRights rights, NeedToKnowSettings settings) {
        this.rights = rights;
        this.settings = settings;
    }

    /**
     * What could not be done.
     *
     * @param form     restrict, lift, hold or erase
     * @param problems by field
     * @param chosen   the classes that had been ticked
     * @param reason   what had been written or chosen
     */
    record Failure(String form, Map<String, String> problems, List<String> chosen, String reason) {}

    @GetMapping
    String show(Actor actor, @PathVariable String ref, Model model) {
        return page(actor, ref, null, model);
    }

    @PostMapping("/restrictions")
    String restrict(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(name = "dataClass") @Nullable List<String> classes,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(
                () -> rights.restrict(actor, ref, classes),
                new Failure("restrict", Map.of(), chosen(classes), ""),
                actor,
                ref,
                model,
                response,
                afterwards);
    }

    @PostMapping("/restrictions/lift")
    String lift(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(name = "dataClass") @Nullable List<String> classes,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(
                () -> rights.lift(actor, ref, classes),
                new Failure("lift", Map.of(), chosen(classes), ""),
                actor,
                ref,
                model,
                response,
                afterwards);
    }

    @PostMapping("/holds")
    String hold(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        return act(
                () -> rights.hold(actor, ref, reason),
                new Failure("hold", Map.of(), List.of(), reason),
                actor,
                ref,
                model,
                response,
                afterwards);
    }

    @PostMapping("/holds/{id}/end")
    String endHold(Actor actor, @PathVariable String ref, @PathVariable String id, RedirectAttributes afterwards) {
        rights.endHold(actor, ref, id);
        afterwards.addFlashAttribute("done", "records.kept.done");
        return BACK;
    }

    @PostMapping("/erasures")
    String erase(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(name = "dataClass") @Nullable List<String> classes,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String forEver,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var text = reason.replace("\r\n", "\n");
        var failure = new Failure("erase", Map.of(), chosen(classes), text);
        if (!forEver.equals("yes")) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, because(failure, Map.of("forEver", "records.kept.erase.tick")), model);
        }
        return act(() -> rights.erase(actor, ref, classes, text), failure, actor, ref, model, response, afterwards);
    }

    private String act(
            Runnable act,
            Failure failure,
            Actor actor,
            String ref,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        try {
            act.run();
            afterwards.addFlashAttribute("done", "records.kept.done");
            return BACK;
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, because(failure, Problem.byField(e)), model);
        }
    }

    private String page(Actor actor, String ref, @Nullable Failure failure, Model model) {
        model.addAttribute("ref", ref);
        model.addAttribute("kept", rights.kept(actor, ref));
        model.addAttribute("reasons", settings.legalHolds());
        model.addAttribute("failure", failure);
        return "records/kept";
    }

    private static Failure because(Failure failure, Map<String, String> problems) {
        return new Failure(failure.form(), problems, failure.chosen(), failure.reason());
    }

    private static List<String> chosen(@Nullable List<String> classes) {
        return classes == null ? List.of() : classes;
    }
}
