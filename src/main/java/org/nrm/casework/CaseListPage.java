package org.nrm.casework;

import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /cases}: the cases of one's agency; for auditors the references of all. */
@Page
class CaseListPage {

    private final Cases cases;

    CaseListPage(Cases cases) {
        this.cases = cases;
    }

    @GetMapping("/cases")
    String list(Actor actor, @RequestParam @Nullable String cursor, Model model) {
        model.addAttribute("cases", cases.own(actor, cursor));
        model.addAttribute("begun", cursor != null && !cursor.isBlank());
        return "casework/cases";
    }
}
