package org.nrm.records.notice;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Part;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
        name = "Notices",
        description = "What an agency is to know or to do outside of its tasks. No notice holds content.")
class NoticeController {

    private final NoticeBoard board;

    NoticeController(NoticeBoard board) {
        this.board = board;
    }

    record NoticeView(String id, String caseRef, String kind, String role, List<String> classes, Instant made) {

        static NoticeView of(NoticeBoard.Shown shown) {
            var notice = shown.notice();
            return new NoticeView(
                    notice.id(),
                    notice.caseRef().value(),
                    notice.kind().word(),
                    notice.role(),
                    shown.classes(),
                    notice.made());
        }
    }

    record Acknowledged(String id) {}

    @GetMapping("/api/v1/notices")
    @Operation(
            summary = "What the caller's agency has not acknowledged, oldest first; classes: of data that it is about",
            description =
                    "kind: delete-what-was-disclosed, tell-the-person, break-glass, audit-asked, audit-approved, erasure-due, of-age, consent-ends")
    Part<NoticeView> list(Actor actor, @RequestParam @Nullable String cursor) {
        return board.open(actor, cursor).map(NoticeView::of);
    }

    @PostMapping("/api/v1/notices/{id}/acknowledge")
    @Operation(summary = "Takes note, or confirms that what was asked is done; again changes nothing")
    Acknowledged acknowledge(Actor actor, @PathVariable String id) {
        board.acknowledge(actor, id);
        return new Acknowledged(id);
    }
}
