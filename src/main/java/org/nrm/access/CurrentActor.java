package org.nrm.access;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Who acts in this request: looked up each time, so that a change of the account or of the directory counts at once. */
@Component
public class CurrentActor {

    private final Accounts accounts;

    CurrentActor(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The person who is signed in; there is one wherever the filter chains let a request through. */
    public Actor get() {
        return find().orElseThrow(() -> new AuthenticationCredentialsNotFoundException("Nobody is signed in"));
    }

    /** Empty if nobody is signed in, or if the account has been shut or its password set anew since. */
    public Optional<Actor> find() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !authentication.isAuthenticated()) return Optional.empty();
        return authentication.getPrincipal() instanceof SignedIn signedIn
                ? accounts.find(signedIn.getUsername(), signedIn.passwordVersion())
                : Optional.empty();
    }
}
