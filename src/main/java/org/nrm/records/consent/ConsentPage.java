package org.nrm.records.consent;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.mechanism.Roles;
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

/** {@code /cases/{ref}/consents}: what the person agreed to, what was passed on, and a new consent. */
@Page
@RequestMapping("/cases/{ref}/consents")
class ConsentPage {

    private static final String PAGE = "records/consents";
    private static final String BACK = "redirect:/cases/{ref}/consents";
    private static final Will.Given NOTHING =
            new Will.Given(null, null, null, null, "P90D", false, "en", List.of(), null, null, null, null, null);

    private final Will will;
    private final ConsentWords words;
    private final DataClasses classes;
    private final NeedToKnowSettings settings;
    private final Roles roles;
    private final Agencies agencies;

    ConsentPage(
            Will will,
            ConsentWords words,
            DataClasses classes,
            NeedToKnowSettings settings,
            Roles roles,
            Agencies agencies) {
        this.will = will;
        this.words = words;
        this.classes = classes;
        this.settings = settings;
        this.roles = roles;
        this.agencies = agencies;
    }

    @GetMapping
    String show(Actor actor, @PathVariable String ref, Model model) {
        return page(actor, ref, NOTHING, Map.of(), Map.of(), model);
    }

    @PostMapping
    String consent(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam @Nullable List<String> dataClass,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String agency,
            @RequestParam(defaultValue = "") String purpose,
            @RequestParam(defaultValue = "") String duration,
            @RequestParam(defaultValue = "") String language,
            @RequestParam @Nullable List<String> told,
            @RequestParam(defaultValue = "") String interpreter,
            @RequestParam(defaultValue = "") String understood,
            @RequestParam(defaultValue = "") String notToReceive,
            @RequestParam(defaultValue = "") String form,
            @RequestParam(defaultValue = "") String childView,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var once = duration.equals("once");
        var given = new Will.Given(
                to.isEmpty() ? orNull(kind) : dataClass == null ? null : String.join(", ", dataClass),
                orNull(to),
                orNull(agency),
                orNull(purpose),
                once ? "P90D" : orNull(duration),
                once,
                orNull(language),
                told == null ? List.of() : told,
                orNull(interpreter),
                orNull(understood.replace("\r\n", "\n")),
                orNull(notToReceive.replace("\r\n", "\n")),
                orNull(form),
                orNull(childView.replace("\r\n", "\n")));
        try {
            will.consent(actor, ref, given);
            afterwards.addFlashAttribute("done", "records.consents.done");
            return BACK;
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, given, Problem.byField(e), Map.of(), model);
        }
    }

    @PostMapping("/disclosures")
    String disclose(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "") String role,
            @RequestParam(defaultValue = "") String agency,
            @RequestParam @Nullable List<String> dataClass,
            @RequestParam(defaultValue = "") String ground,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        try {
            will.passOn(actor, ref, new Will.Passing(orNull(role), orNull(agency), dataClass, orNull(ground)));
            afterwards.addFlashAttribute("done", "records.disclosures.done");
            return BACK;
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, NOTHING, Map.of(), Problem.byField(e), model);
        }
    }

    private String page(
            Actor actor,
            String ref,
            Will.Given given,
            Map<String, String> consentProblems,
            Map<String, String> disclosureProblems,
            Model model) {
        var record = will.of(actor, ref);
        model.addAttribute("ref", ref);
        model.addAttribute("record", record);
        model.addAttribute("given", given);
        model.addAttribute("problems", consentProblems);
        model.addAttribute("passingProblems", disclosureProblems);
        model.addAttribute("kinds", Kinds.ALL);
        model.addAttribute("classes", classes.all().keySet().stream().sorted().toList());
        model.addAttribute("roles", roles.ids());
        model.addAttribute("agencies", agencies.all());
        model.addAttribute("purposes", words.purposes());
        model.addAttribute("languages", words.languages());
        model.addAttribute("durations", words.durations());
        model.addAttribute("toldWords", words.told());
        model.addAttribute(
                "forms",
                words.forms().stream()
                        .filter(word -> word.value().equals("assent-and-guardian") == record.child())
                        .toList());
        model.addAttribute("grounds", settings.grounds());
        return PAGE;
    }

    private static @Nullable String orNull(String text) {
        return text.isBlank() ? null : text;
    }
}
