package org.nrm.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Gives every Spring test context a fresh database: H2 in memory, or PostgreSQL if the system property
 * {@code nrm.test.database} is {@code postgresql}.
 *
 * <p>A test needs nothing for that. With {@code @Tag("database")} on its class it runs twice, on H2 and then on
 * PostgreSQL. Contexts are cached as usual: test classes of one configuration share a context and so its database.
 * A {@code spring.datasource.url} among the properties of a test wins.
 */
public final class Databases implements ContextCustomizerFactory {

    private static final boolean ON_POSTGRESQL = "postgresql".equals(System.getProperty("nrm.test.database"));

    /** Connections of one server, for all cached contexts with their pools. */
    private static final int MAX_CONNECTIONS = 400;

    /** An empty database and how to reach it. */
    public record Database(String url, String username, String password) {}

    /** Whether the databases of this run are on PostgreSQL. */
    public static boolean onPostgresql() {
        return ON_POSTGRESQL;
    }

    /** Makes an empty database, which lives as long as the JVM. For tests that start the application themselves. */
    public static Database fresh() {
        var name = "nrm_" + UUID.randomUUID().toString().replace("-", "");
        if (!ON_POSTGRESQL) {
            return new Database(
                    "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000;QUERY_CACHE_SIZE=512", "nrm", "");
        }
        try (var connection = Postgresql.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("No database on the embedded PostgreSQL", e);
        }
        return new Database(Postgresql.SERVER.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    @Override
    public ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        return new FreshDatabase();
    }

    /** Equal to all of its kind, or no two test classes would share a context. */
    private record FreshDatabase() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            var database = fresh();
            var properties = new MapPropertySource(
                    "fresh database",
                    Map.of(
                            "spring.datasource.url", database.url(),
                            "spring.datasource.username", database.username(),
                            "spring.datasource.password", database.password(),
                            "spring.datasource.hikari.minimum-idle", "1",
                            "spring.test.database.replace", "none"));
            addBelowThoseOfTheTest(context.getEnvironment().getPropertySources(), properties);
        }

        private static void addBelowThoseOfTheTest(MutablePropertySources sources, MapPropertySource properties) {
            var ofTheTest = TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME;
            if (sources.contains(ofTheTest)) sources.addAfter(ofTheTest, properties);
            else sources.addFirst(properties);
        }
    }

    /** Started when first used; stops with the JVM, after the programs that are connected to it. */
    private static final class Postgresql {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                var server = EmbeddedPostgres.builder()
                        .setRegisterShutdownHook(false)
                        .setServerConfig("max_connections", String.valueOf(MAX_CONNECTIONS))
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("jit", "off")
                        .start();
                SpringApplication.getShutdownHandlers().add(() -> stop(server));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
