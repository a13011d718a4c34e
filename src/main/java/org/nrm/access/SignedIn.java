package org.nrm.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;

/** Whose credentials were checked. Has no roles: they are looked up when somebody acts. */
final class SignedIn extends User {

    private final int passwordVersion;

    SignedIn(Accounts.Account account) {
        super(account.login(), account.passwordHash(), List.of());
        passwordVersion = account.passwordVersion();
    }

    /** Of the password that was given. */
    int passwordVersion() {
        return passwordVersion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof SignedIn that && passwordVersion == that.passwordVersion;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
