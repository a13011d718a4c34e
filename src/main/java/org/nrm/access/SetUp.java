package org.nrm.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import org.nrm.access.Accounts.NewAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The first operator's account of a real installation, made by whoever can read the log. Once: then it is closed for good. */
@Component
class SetUp {

    private static final Logger LOG = LoggerFactory.getLogger(SetUp.class);

    /** Without letters and digits that look alike. */
    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    /** Some 99 bits: nobody guesses that. */
    private static final int CODE_LENGTH = 20;

    private final Installation installation;
    private final Accounts accounts;
    private final String code;

    SetUp(Installation installation, Accounts accounts) {
        this.installation = installation;
        this.accounts = accounts;
        var random = new SecureRandom();
        var text = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i++) text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        code = text.toString();
    }

    @EventListener(ApplicationReadyEvent.class)
    void announce() {
        if (isOpen())
            LOG.warn(
                    "Nobody has an account yet. Open /set-up and enter this code: {}",
                    code.replaceAll("(.{5})(?=.)", "$1-"));
    }

    boolean isOpen() {
        return !installation.demo() && accounts.isEmpty();
    }

    /** Whether it is the code of this start; hyphens and capitals do not matter. */
    boolean accepts(String typed) {
        var clean = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return MessageDigest.isEqual(clean.getBytes(StandardCharsets.UTF_8), code.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the account. @return false if somebody else has been quicker */
    boolean complete(NewAccount operator) {
        return !installation.demo() && accounts.addFirst(operator);
    }
}
