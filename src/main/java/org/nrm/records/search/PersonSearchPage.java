package org.nrm.records.search;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.nrm.access.Actor;
import org.nrm.records.file.Problem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.nrm.web.Page;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /search}. */
@Page
class PersonSearchPage {

    private static final String PAGE = "records/search";

    private final PersonSearch search;

    PersonSearchPage(PersonSearch search) {
        this.search = search;
    }

    @GetMapping("/search")
    String ask(Actor actor, Model model) {
        if (!search.mayBy(actor)) throw new NotAllowed("Your roles do not read identities.");
        model.addAttribute("wanted", new PersonSearch.Wanted("", "", ""));
        model.addAttribute("problems", Map.of());
        return PAGE;
    }

    @PostMapping("/search")
    String find(
            Actor actor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String otherNames,
            @RequestParam(defaultValue = "") String birthDate,
            Model model,
            HttpServletResponse response) {
        var wanted = new PersonSearch.Wanted(name, otherNames, birthDate);
        model.addAttribute("wanted", wanted);
        model.addAttribute("problems", Map.of());
        try {
            model.addAttribute("found", search.find(actor, wanted));
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problems", Problem.byField(e));
        }
        return PAGE;
    }
}
