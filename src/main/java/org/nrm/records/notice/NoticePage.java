package org.nrm.records.notice;

import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /notices}: what one's agency has not acknowledged. */
@Page
class NoticePage {

    private final NoticeBoard board;

    NoticePage(NoticeBoard board) {
        this.board = board;
    }

    @GetMapping("/notices")
    String list(Actor actor, @RequestParam @Nullable String cursor, Model model) {
        var part = board.open(actor, cursor);
        model.addAttribute("notices", part.items());
        model.addAttribute("next", part.next());
        return "records/notices";
    }

    @PostMapping("/notices/{id}/acknowledge")
    String acknowledge(Actor actor, @PathVariable String id, RedirectAttributes afterwards) {
        board.acknowledge(actor, id);
        afterwards.addFlashAttribute("done", "records.notices.done");
        return "redirect:/notices";
    }
}
