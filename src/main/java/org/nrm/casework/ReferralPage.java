package org.nrm.casework;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.forms.Form;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /referrals/new}: refers a person. Consent comes first; what an adult does not consent to is not even asked. */
@Page
class ReferralPage {

    private static final String PAGE = "casework/referral";

    /** Asked first; on their answers depends what else is asked. */
    private static final List<String> FIRST = List.of("consentGiven", "consentLanguage", "isChild", "channel");

    private static final Set<String> DECIDING = Set.of("consentGiven", "isChild");

    /** All that is kept of an adult who does not consent, for the count. */
    private static final Set<String> WITHOUT_CONSENT = Set.of("ageBand", "sex", "indicators");

    private final Referrals referrals;
    private final RightsCard rightsCard;
    private final PageWords words;

    ReferralPage(Referrals referrals, RightsCard rightsCard, PageWords words) {
        this.referrals = referrals;
        this.rightsCard = rightsCard;
        this.words = words;
    }

    /** What the answers to the first questions lead to. */
    enum Way {
        UNDECIDED,
        REFERRAL,
        COUNT_ONLY;

        static Way of(Map<String, ? extends @Nullable Object> answers) {
            var consent = answers.get("consentGiven");
            var child = answers.get("isChild");
            if (consent == null || child == null) return UNDECIDED;
            return child.equals("no") && consent.equals("no") ? COUNT_ONLY : REFERRAL;
        }
    }

    @GetMapping("/referrals/new")
    String ask(Actor actor, Model model) {
        return page(actor, Map.of(), List.of(), model);
    }

    /** The fields anew after the first questions: the part for htmx, the page for who asks without it. */
    @PostMapping("/referrals/new/fields")
    String fields(
            Actor actor,
            @RequestParam MultiValueMap<String, String> posted,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        var page = page(actor, PageAnswers.of(referrals.form(actor), posted), List.of(), model);
        return htmx == null ? page : "casework/fields :: referral-fields";
    }

    @PostMapping("/referrals/new")
    String refer(
            Actor actor,
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var answers = PageAnswers.of(referrals.form(actor), posted);
        try {
            var outcome = referrals.refer(actor, answers);
            var caseRef = outcome.caseRef();
            if (caseRef != null) afterwards.addFlashAttribute("caseRef", caseRef.value());
            else afterwards.addFlashAttribute("notificationRef", outcome.notificationRef());
            return "redirect:/referrals/receipt";
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, answers, e.problems(), model);
        }
    }

    /** After a referral; nothing of it is in the address. */
    @GetMapping("/referrals/receipt")
    String receipt(Model model) {
        if (!model.containsAttribute("caseRef") && !model.containsAttribute("notificationRef")) return "redirect:/";
        model.addAttribute("sentences", rightsCard.sentences());
        return "casework/receipt";
    }

    /** The card alone, to print and hand over at any time. */
    @GetMapping("/rights-card")
    String rightsCard(Model model) {
        model.addAttribute("sentences", rightsCard.sentences());
        return "casework/rights-card";
    }

    private String page(Actor actor, Map<String, @Nullable Object> answers, List<FieldProblem> problems, Model model) {
        if (!words.mayRefer(actor)) throw new NotAllowed("None of your roles refers a person.");
        var form = referrals.form(actor);
        var shown = PageForm.of(form, answers, byQuestion(form, problems)).askingAll();
        var way = Way.of(answers);
        var first = new ArrayList<PageForm.Item>();
        for (var key : FIRST) {
            var field = shown.field(key).withHelp(words.find("casework.referral.help." + key));
            first.add(new PageForm.Item(null, DECIDING.contains(key) ? field.deciding() : field.mustBeAnswered()));
        }
        model.addAttribute("way", way.name());
        model.addAttribute("first", first);
        model.addAttribute(
                "sections",
                switch (way) {
                    case UNDECIDED -> List.<PageForm.Section>of();
                    case COUNT_ONLY -> shown.sections(question -> WITHOUT_CONSENT.contains(question.key()));
                    case REFERRAL -> shown.sections(question -> !FIRST.contains(question.key()));
                });
        model.addAttribute("problems", shown.problemsInOrder());
        return PAGE;
    }

    /** The problems under the keys of the questions; the interface names them by the path in its body. */
    private static List<FieldProblem> byQuestion(Form form, List<FieldProblem> problems) {
        return problems.stream()
                .map(problem -> form.questions().stream()
                        .filter(question -> ReferralBody.path(question.key()).equals(problem.field()))
                        .findFirst()
                        .map(question -> new FieldProblem(question.key(), problem.message()))
                        .orElse(problem))
                .toList();
    }
}
