package org.nrm.access;

import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.transactions.Transactions;
import org.nrm.transactions.TryAgain;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;

/** Signs in by the form: slows down guessing, and lets nobody in whose sign-in is not in the ledger. */
class FormSignIn implements AuthenticationProvider {

    private final DaoAuthenticationProvider loginAndPassword;
    private final SignInThrottle throttle;
    private final Accounts accounts;
    private final Ledger ledger;
    private final Transactions transactions;

    FormSignIn(
            DaoAuthenticationProvider loginAndPassword,
            SignInThrottle throttle,
            Accounts accounts,
            Ledger ledger,
            Transactions transactions) {
        this.loginAndPassword = loginAndPassword;
        this.throttle = throttle;
        this.accounts = accounts;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var login = Accounts.normalised(attempt.getName());
        if (!throttle.attempt(login)) throw new LockedException("Too many attempts");
        var authentication = loginAndPassword.authenticate(attempt);
        if (authentication == null) throw new BadCredentialsException("Not checked");
        throttle.succeeded(login);
        try {
            transactions.run(() -> accounts.find(login)
                    .ifPresent(actor ->
                            ledger.append(Act.general(EntryType.SIGNED_IN).by(actor.user(), actor.agency(), null))));
        } catch (TryAgain e) {
            throw new AuthenticationServiceException("The sign-in could not be recorded", e);
        }
        return authentication;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
