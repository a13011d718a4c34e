package org.nrm.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts.NewAccount;
import org.nrm.mechanism.Agency;
import org.springframework.validation.Errors;

/** A new account as it is typed in; the password is not shown again. */
record AccountForm(
        @Nullable String login,
        @Nullable String name,
        @Nullable String agency,
        @Nullable Boolean lead,
        @Nullable String password) {

    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,63}");
    private static final int LONGEST_NAME = 200;

    static final AccountForm EMPTY = new AccountForm("", "", "", false, "");

    /** The account, for a form without errors. */
    NewAccount account() {
        return new NewAccount(
                normalisedLogin(),
                text(name),
                text(agency),
                Boolean.TRUE.equals(lead),
                password == null ? "" : password);
    }

    /** Puts what is wrong beside the fields. */
    void check(Errors errors, Iterable<Agency> agencies) {
        if (!LOGIN.matcher(normalisedLogin()).matches()) errors.rejectValue("login", "access.account.login.form");
        if (text(name).isEmpty()) errors.rejectValue("name", "access.account.name.missing");
        if (text(name).length() > LONGEST_NAME) errors.rejectValue("name", "access.account.name.long");
        if (!offers(agencies)) errors.rejectValue("agency", "access.account.agency.missing");
        PasswordRule.problem(password == null ? "" : password, normalisedLogin())
                .ifPresent(problem -> errors.rejectValue("password", "access.password." + problem));
    }

    private boolean offers(Iterable<Agency> agencies) {
        for (var each : agencies) {
            if (each.id().equals(agency)) return true;
        }
        return false;
    }

    private String normalisedLogin() {
        return Accounts.normalised(login == null ? "" : login);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "account form";
    }
}
