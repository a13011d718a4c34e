package org.nrm.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableSettings;
import org.nrm.transactions.Transactions;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What this installation is: a demonstration with synthetic people, or the real thing. Decided at the first start, kept in the
 * database, never changed: a demonstration that became real would have accounts whose password everybody knows.
 */
@Component
public class Installation {

    private static final List<String> IDENTITY_PROVIDERS =
            List.of("spring.security.oauth2.client.registration", "spring.security.oauth2.resourceserver.jwt");

    private final boolean demo;

    Installation(JdbcClient jdbc, Transactions transactions, Environment environment, DemoUsers demoUsers) {
        var asked = environment.getProperty("nrm.demo", Boolean.class);
        var identityProvider = identityProvider(environment);
        var stored = stored(jdbc);
        if (stored.isEmpty()) {
            var first = asked == null ? !identityProvider : asked;
            check(first, asked, identityProvider);
            try {
                transactions.run(() -> {
                    jdbc.sql("insert into installation (id, demo, since) values (1, :demo, current_timestamp)")
                            .param("demo", first)
                            .update();
                    if (first) demoUsers.create();
                });
            } catch (DuplicateKeyException e) { // another instance on this database was quicker
                stored = stored(jdbc);
            }
        }
        demo = stored.orElseGet(() -> stored(jdbc).orElseThrow());
        check(demo, asked, identityProvider);
    }

    /** Whether agencies, users and cases are synthetic. */
    public boolean demo() {
        return demo;
    }

    private static Optional<Boolean> stored(JdbcClient jdbc) {
        return jdbc.sql("select demo from installation").query(Boolean.class).optional();
    }

    private static void check(boolean demo, @Nullable Boolean asked, boolean identityProvider) {
        if (demo && identityProvider)
            throw new UnusableSettings("This is a demonstration, and an identity provider is configured ("
                    + String.join(" or ", IDENTITY_PROVIDERS)
                    + "). Use an empty database for the real installation, or take the provider out.");
        if (demo && Boolean.FALSE.equals(asked))
            throw new UnusableSettings("The database is that of a demonstration and nrm.demo is false."
                    + " Use an empty database: a demonstration is not turned into a real installation.");
        if (!demo && Boolean.TRUE.equals(asked))
            throw new UnusableSettings("The database is that of a real installation and nrm.demo is true."
                    + " Use an empty database for the demonstration, or leave nrm.demo out.");
    }

    private static boolean identityProvider(Environment environment) {
        var properties = Binder.get(environment);
        return IDENTITY_PROVIDERS.stream()
                .anyMatch(prefix -> properties
                        .bind(prefix, Bindable.mapOf(String.class, Object.class))
                        .map(found -> !found.isEmpty())
                        .orElse(false));
    }
}
