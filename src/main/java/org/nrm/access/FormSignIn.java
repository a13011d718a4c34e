package org.nrm.access;

import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs in by the form: slows down guessing, and lets nobody in whose sign-in is not in the ledger. */
class FormSignIn implements AuthenticationProvider {

    private final DaoAuthenticationProvider loginAndPassword;
    private final SignInThrottle throttle;
    private final Accounts accounts;
    private final Ledger ledger;
    private final TransactionTemplate transaction;

    FormSignIn(
            DaoAuthenticationProvider loginAndPassword,
            SignInThrottle throttle,
            Accounts accounts,
            Ledger ledger,
            TransactionTemplate transaction) {
        this.loginAndPassword = loginAndPassword;
        this.throttle = throttle;
        this.accounts = accounts;
        this.ledger = ledger;
        this.transaction = transaction;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var login = Accounts.normalised(attempt.getName());
        if (!throttle.attempt(login)) throw new LockedException("Too many attempts");
        var authentication = loginAndPassword.authenticate(attempt);
        if (authentication == null) throw new BadCredentialsException("Not checked");
        throttle.succeeded(login);
        transaction.executeWithoutResult(status -> accounts.find(login)
                .ifPresent(actor ->
                        ledger.append(Act.general(EntryType.SIGNED_IN).by(actor.user(), actor.agency(), null))));
        return authentication;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
