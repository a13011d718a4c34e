package org.nrm.casework;

import org.nrm.access.Actor;
import org.nrm.access.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /cases}: the cases of one's agency; for auditors the references of all. */
@Page
class CaseListPage {

    private final Cases cases;

    CaseListPage(Cases cases) {
        this.cases = cases;
    }

    @GetMapping("/cases")
    String list(Actor actor, Model model) {
        model.addAttribute("cases", cases.own(actor));
        return "casework/cases";
    }
}
