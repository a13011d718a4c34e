package org.nrm.casework;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.nrm.mechanism.Roles;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.nrm.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /cases/{ref}/assignments}: puts another agency on a case, for its case manager and for coordinators. */
@Page
@RequestMapping("/cases/{ref}/assignments")
class AssignmentPage {

    private static final String PAGE = "casework/assignment";

    private final Cases cases;
    private final Roles roles;
    private final Agencies agencies;

    AssignmentPage(Cases cases, Roles roles, Agencies agencies) {
        this.cases = cases;
        this.roles = roles;
        this.agencies = agencies;
    }

    /** Agencies that hold a role, those of the case's region first. */
    record Choice(String role, String roleName, List<Agency> agencies) {}

    /** @param agency as {@code role:agency}, in one choice, so that the two always fit */
    record Input(String agency, String reason) {}

    @GetMapping
    String ask(Actor actor, @PathVariable String ref, @RequestParam @Nullable String role, Model model) {
        return page(actor, ref, role, new Input("", ""), List.of(), model);
    }

    @PostMapping
    String assign(
            Actor actor,
            @PathVariable String ref,
            @RequestParam @Nullable String role,
            @RequestParam(defaultValue = "") String agency,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var colon = agency.indexOf(':');
        var chosenRole = colon < 0 ? null : agency.substring(0, colon);
        var chosenAgency = colon < 0 ? null : agency.substring(colon + 1);
        try {
            cases.assign(actor, ref, chosenRole, chosenAgency, reason);
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(actor, ref, role, new Input(agency, reason), e.problems(), model);
        }
        afterwards.addFlashAttribute("done", "casework.assignment.done");
        return cases.reads(actor, ref) ? "redirect:/cases/{ref}" : "redirect:/";
    }

    private String page(
            Actor actor, String ref, @Nullable String role, Input input, List<FieldProblem> problems, Model model) {
        var file = cases.assignable(actor, ref).orElseThrow(NotThere::new);
        var choices = new ArrayList<Choice>();
        for (var id : roles.ids()) {
            if (role != null && !role.equals(id)) continue;
            var holding = new ArrayList<>(agencies.holding(id, file.region()));
            agencies.all().stream()
                    .filter(agency -> agency.holds(id) && !agency.region().equals(file.region()))
                    .forEach(holding::add);
            if (!holding.isEmpty()) choices.add(new Choice(id, roles.name(id), holding));
        }
        Map<String, String> byField = problems.stream()
                .collect(Collectors.toMap(
                        problem -> problem.field().equals("role") ? "agency" : problem.field(),
                        FieldProblem::message,
                        (first, second) -> second,
                        TreeMap::new));
        model.addAttribute("ref", ref);
        model.addAttribute("role", role);
        model.addAttribute("choices", choices);
        model.addAttribute("input", input);
        model.addAttribute("problems", byField);
        model.addAttribute("reads", cases.reads(actor, ref));
        return PAGE;
    }
}
