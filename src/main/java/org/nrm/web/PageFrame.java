package org.nrm.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.access.CurrentActor;
import org.nrm.access.Installation;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Roles;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** What stands on every page: for {@code layout.html}, as {@code @pageFrame}. */
@Component
public class PageFrame {

    private static final String WEBJARS = "META-INF/resources";

    private final Installation installation;
    private final CurrentActor current;
    private final Agencies agencies;
    private final Roles roles;
    private final String htmx;

    PageFrame(Installation installation, CurrentActor current, Agencies agencies, Roles roles) {
        this.installation = installation;
        this.current = current;
        this.agencies = agencies;
        this.roles = roles;
        htmx = webjar("/webjars/htmx.org/*/dist/htmx.min.js");
    }

    public boolean demo() {
        return installation.demo();
    }

    /** Null before signing in. */
    public @Nullable Signed signedIn() {
        return current.find().map(this::signed).orElse(null);
    }

    /** Path of htmx, whatever its version. */
    public String htmx() {
        return htmx;
    }

    private Signed signed(Actor actor) {
        return new Signed(
                actor,
                agencies.get(actor.agency()).name(),
                roles.ids().stream().filter(actor::holds).map(roles::name).toList());
    }

    private static String webjar(String pattern) {
        try {
            var found = new PathMatchingResourcePatternResolver().getResources("classpath*:" + WEBJARS + pattern);
            return Optional.of(found)
                    .filter(resources -> resources.length == 1)
                    .map(resources -> path(resources[0].toString()))
                    .orElseThrow(() -> new IllegalStateException(found.length + " resources for " + pattern));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(String resource) {
        return resource.substring(resource.lastIndexOf("/webjars/"), resource.lastIndexOf(".js") + ".js".length());
    }

    /** Who is signed in, with names for the screen. */
    public record Signed(Actor actor, String agency, List<String> roles) {

        public boolean holds(String role) {
            return actor.holds(role);
        }
    }
}
