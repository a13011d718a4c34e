package org.nrm.access;

import java.util.Map;
import java.util.TreeSet;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls as other capabilities have them. Only in the tests that import it: those that make, shut and guess at accounts, who so share a program of their own. */
@TestComponent
@RestController
class Probe {

    @GetMapping("/api/v1/probe/actor")
    Map<String, Object> actor(Actor actor) {
        return Map.of(
                "user",
                actor.user(),
                "agency",
                actor.agency(),
                "region",
                actor.region(),
                "lead",
                actor.lead(),
                "roles",
                new TreeSet<>(actor.roles()));
    }

    @DemoOnly
    @PostMapping("/api/v1/probe/demo")
    void demo() {}
}
