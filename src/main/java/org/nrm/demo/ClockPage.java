package org.nrm.demo;

import org.nrm.access.Actor;
import org.nrm.access.DemoOnly;
import org.nrm.pathway.Timers;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The operator's form in the page's head that moves the clock. */
@Controller
@DemoOnly
class ClockPage {

    private final Timers timers;

    ClockPage(Timers timers) {
        this.timers = timers;
    }

    @PostMapping("/demo/clock")
    String advance(Actor actor, @RequestParam String advance) {
        if (!actor.holds("operator")) throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        return Advance.parse(advance.strip())
                .map(move -> {
                    timers.advance(move.days(), move.time(), actor.user());
                    return "redirect:/?clock=moved";
                })
                .orElse("redirect:/?clock=unusable");
    }
}
