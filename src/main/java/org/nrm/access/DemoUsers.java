package org.nrm.access;

import java.util.List;
import java.util.Map;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** The made-up staff of a demonstration; one password for all, which the sign-in page says. */
@Component
class DemoUsers {

    static final String PASSWORD = "demo";

    /** Checked at each request of the API: as cheap as the algorithm goes, since it protects nothing. */
    private static final int STRENGTH = 4;

    private static final List<User> USERS = List.of(
            new User("ngo1", "Amina Example", "open-door"),
            new User("ngo2", "Boris Example", "safe-harbour"),
            new User("responder1", "Chloe Example", "outreach-team"),
            new User("police1", "Daniel Example", "capital-police"),
            new User("shelter1", "Edith Example", "birch-house"),
            new User("legal1", "Farid Example", "legal-aid-clinic"),
            new User("health1", "Grace Example", "health-centre"),
            new User("guardian1", "Hugo Example", "guardianship-office"),
            new User("authority1", "Irina Example", "identification-panel"),
            new User("border1", "Jonas Example", "border-service"),
            new User("labour1", "Katya Example", "labour-inspectorate"),
            new User("prosecutor1", "Luis Example", "prosecution-office"),
            new User("return1", "Maria Example", "return-counselling"),
            new User("social1", "Nadia Example", "social-centre"),
            new User("interpreter1", "Omar Example", "interpreters-pool"),
            new User("coordinator1", "Paula Example", "national-office"),
            new User("coordinator2", "Rashid Example", "national-office"),
            new User("auditor1", "Sofia Example", "audit-office"),
            new User("operator1", "Tomas Example", "operations"));

    private final JdbcClient jdbc;
    private final Agencies agencies;

    DemoUsers(JdbcClient jdbc, Agencies agencies) {
        this.jdbc = jdbc;
        this.agencies = agencies;
    }

    /** Joins the transaction of the first start. */
    void create() {
        var hash = "{bcrypt}" + new BCryptPasswordEncoder(STRENGTH).encode(PASSWORD);
        for (var user : USERS) {
            if (agencies.find(user.agency).isEmpty())
                throw new UnusableSettings("config/directory.yaml: agency " + user.agency
                        + " is missing, which the demonstration needs. Start with --nrm.demo=false to use your own directory,"
                        + " or put the agency back.");
            jdbc.sql("""
                    insert into account (login, display_name, password_hash, password_version, agency, lead, active, created_at)
                    values (:login, :name, :hash, 1, :agency, true, true, current_timestamp)""")
                    .params(Map.of("login", user.login, "name", user.name, "hash", hash, "agency", user.agency))
                    .update();
        }
    }

    static List<String> logins() {
        return USERS.stream().map(User::login).toList();
    }

    private record User(String login, String name, String agency) {}
}
