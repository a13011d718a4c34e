package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@Tag("database")
@SpringBootTest(classes = DatabasesTests.OnlyADataSource.class)
class DatabasesTests {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class OnlyADataSource {}

    @Autowired
    private DataSource dataSource;

    @Test
    void aContextIsOnTheDatabaseOfTheRun() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName())
                    .isEqualTo(Databases.onPostgresql() ? "PostgreSQL" : "H2");
        }
    }

    @Test
    void freshDatabasesDoNotSeeEachOther() throws SQLException {
        var first = Databases.fresh();
        var second = Databases.fresh();
        try (var connection = open(first)) {
            connection.createStatement().execute("create table person (id int)");
        }
        try (var connection = open(second)) {
            connection.createStatement().execute("create table person (id int)");
        }
        try (var connection = open(first);
                var tables = connection.getMetaData().getTables(null, null, null, new String[] {"TABLE"})) {
            assertThat(tables.next()).isTrue();
        }
    }

    private static Connection open(Databases.Database database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.username(), database.password());
    }
}
