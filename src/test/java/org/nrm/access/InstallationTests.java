package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Settings;
import org.nrm.mechanism.UnusableSettings;
import org.nrm.testing.Databases;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** Demonstration or real: decided at the first start on a database, then kept. */
@Tag("database")
class InstallationTests {

    private static final String PROVIDER = "spring.security.oauth2.client.registration.ministry.client-id";

    private final DriverManagerDataSource dataSource = migrated();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);

    @Test
    void anEmptyDatabaseWithoutAnIdentityProviderIsADemonstration() {
        assertThat(start(new MockEnvironment()).demo()).isTrue();
        assertThat(logins()).isEqualTo(19);
    }

    @Test
    void anIdentityProviderMakesItReal() {
        assertThat(start(new MockEnvironment().withProperty(PROVIDER, "nrm")).demo())
                .isFalse();
        assertThat(logins()).isZero();
    }

    @Test
    void theOperatorCanSayThatItIsReal() {
        assertThat(start(asking(false)).demo()).isFalse();
        assertThat(logins()).isZero();
    }

    @Test
    void theDecisionIsKept() {
        start(asking(false));
        assertThat(start(new MockEnvironment()).demo()).isFalse();
    }

    @Test
    void aSecondStartOfADemonstrationAddsNoUsers() {
        start(new MockEnvironment());
        jdbc.sql("update account set active = false where login = 'police1'").update();
        assertThat(start(asking(true)).demo()).isTrue();
        assertThat(logins()).isEqualTo(19);
        assertThat(jdbc.sql("select active from account where login = 'police1'")
                        .query(Boolean.class)
                        .single())
                .isFalse();
    }

    @Test
    void aDemonstrationDoesNotBecomeReal() {
        start(new MockEnvironment());
        assertThatThrownBy(() -> start(asking(false)))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("The database is that of a demonstration and nrm.demo is false");
        assertThatThrownBy(() -> start(new MockEnvironment().withProperty(PROVIDER, "nrm")))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("identity provider is configured");
    }

    @Test
    void aRealInstallationDoesNotBecomeADemonstration() {
        start(asking(false));
        assertThatThrownBy(() -> start(asking(true)))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("The database is that of a real installation and nrm.demo is true");
        assertThat(logins()).isZero();
    }

    @Test
    void aDemonstrationWithAnIdentityProviderIsNotStartedAtAll() {
        assertThatThrownBy(() -> start(asking(true).withProperty(PROVIDER, "nrm")))
                .isInstanceOf(UnusableSettings.class);
        assertThat(logins()).isZero();
        assertThat(start(asking(false)).demo()).isFalse();
    }

    @Test
    void theUsersOfTheDemonstrationShareOneCheapHash() {
        start(new MockEnvironment());
        var hashes = jdbc.sql("select distinct password_hash from account")
                .query(String.class)
                .list();
        assertThat(hashes).singleElement().satisfies(hash -> {
            assertThat(hash).startsWith("{bcrypt}$2a$04$");
            assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                            .matches("demo", hash))
                    .isTrue();
        });
    }

    private Installation start(MockEnvironment environment) {
        var transactions = new Transactions(new JdbcTransactionManager(dataSource), List.of());
        return new Installation(
                jdbc,
                transactions,
                environment,
                new DemoUsers(jdbc, Settings.bounded(Settings.onDisk()).agencies()));
    }

    private static MockEnvironment asking(boolean demo) {
        return new MockEnvironment().withProperty("nrm.demo", String.valueOf(demo));
    }

    private long logins() {
        return jdbc.sql("select count(*) from account").query(Long.class).single();
    }

    private static DriverManagerDataSource migrated() {
        var database = Databases.fresh();
        var dataSource = new DriverManagerDataSource(database.url(), database.username(), database.password());
        Flyway.configure().dataSource(dataSource).target("2").load().migrate();
        return dataSource;
    }
}
