package org.nrm.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.NotThere;
import org.nrm.web.Page;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /cases/{ref}/replay}, for auditors: the case on its diagram, entry by entry; with another case beside it, if one is named. */
@Page
class ReplayPage {

    private final Replay replay;

    ReplayPage(Replay replay) {
        this.replay = replay;
    }

    @GetMapping("/cases/{ref}/replay")
    String show(
            Actor actor, @PathVariable String ref, @RequestParam(name = "with") @Nullable String other, Model model) {
        model.addAttribute("ref", replay.find(actor, ref).value());
        model.addAttribute("other", other == null || other.isBlank() ? null : other.strip());
        model.addAttribute("otherThere", other != null && there(actor, other.strip()));
        return "audit/replay";
    }

    /** What the calls of the interface answer, for who is signed in to the pages. */
    @GetMapping("/cases/{ref}/replay/entries")
    ResponseEntity<Replay.History> entries(
            Actor actor, @PathVariable String ref, HttpServletRequest request, Locale locale) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(replay.history(
                        actor, ref, request.getContextPath() + "/cases/" + ref + "/replay/models", locale));
    }

    @GetMapping("/cases/{ref}/replay/models/{hash}/{process}")
    ResponseEntity<byte[]> diagram(
            Actor actor, @PathVariable String ref, @PathVariable String hash, @PathVariable String process) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_XML)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(1)).cachePrivate().immutable())
                .body(replay.diagram(actor, ref, hash, process).getBytes(StandardCharsets.UTF_8));
    }

    private boolean there(Actor actor, String reference) {
        try {
            replay.find(actor, reference);
            return true;
        } catch (NotThere e) {
            return false;
        }
    }
}
