package org.nrm.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.mechanism.Agencies;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of the agencies' staff. An inactive account, and one whose agency the directory no longer has, is nobody. */
@Component
public class Accounts {

    private static final String COLUMNS = "login, display_name, agency, lead, active, password_hash, password_version";

    private final JdbcClient jdbc;
    private final Agencies agencies;
    private final PasswordEncoder passwords;
    private final Ledger ledger;
    private final Clock clock;

    Accounts(JdbcClient jdbc, Agencies agencies, PasswordEncoder passwords, Ledger ledger, Clock clock) {
        this.jdbc = jdbc;
        this.agencies = agencies;
        this.passwords = passwords;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Whoever may act under this login now. */
    public Optional<Actor> find(String user) {
        return account(user).filter(Account::active).flatMap(this::actor);
    }

    /** The active staff of an agency, by name. */
    public List<Actor> ofAgency(String agency) {
        return jdbc
                .sql("select " + COLUMNS
                        + " from account where agency = :agency and active order by display_name, login")
                .param("agency", agency)
                .query(Accounts::account)
                .list()
                .stream()
                .flatMap(account -> actor(account).stream())
                .toList();
    }

    /** Whether nobody has an account yet. */
    public boolean isEmpty() {
        return jdbc.sql("select count(*) from account").query(Long.class).single() == 0;
    }

    /** Active or not, by agency and name. */
    List<Account> all() {
        return jdbc.sql("select " + COLUMNS + " from account order by agency, display_name, login")
                .query(Accounts::account)
                .list();
    }

    Optional<Account> account(String login) {
        return jdbc.sql("select " + COLUMNS + " from account where login = :login")
                .param("login", login)
                .query(Accounts::account)
                .optional();
    }

    /** Whoever may act under this login, if the password has not been set anew since. */
    Optional<Actor> find(String login, int passwordVersion) {
        return account(login)
                .filter(account -> account.active() && account.passwordVersion() == passwordVersion)
                .flatMap(this::actor);
    }

    /**
     * Adds an account.
     *
     * @throws org.springframework.dao.DuplicateKeyException if the login is taken
     */
    @Transactional
    public void add(NewAccount account, Actor by) {
        insert(account);
        record(account.login(), account.agency(), "added", by);
    }

    /**
     * Adds the account of the first operator; that nobody has one yet is made sure while others wait.
     *
     * @return whether it was added
     */
    @Transactional
    public boolean addFirst(NewAccount account) {
        jdbc.sql("select id from installation for update").query(Integer.class).single();
        if (!isEmpty()) return false;
        insert(account);
        ledger.append(Act.general(EntryType.ACCOUNT_CHANGED)
                .by(account.login(), account.agency(), null)
                .with(Map.of("login", account.login(), "what", "set-up")));
        return true;
    }

    /** Lets a person in or no longer; counts from their next request on. */
    @Transactional
    public void setActive(String login, boolean active, Actor by) {
        var account = account(login).orElseThrow();
        if (account.active() == active) return;
        if (!active && login.equals(by.user())) throw new OwnAccount();
        jdbc.sql("update account set active = :active where login = :login")
                .param("active", active)
                .param("login", login)
                .update();
        record(login, account.agency(), active ? "activated" : "deactivated", by);
    }

    /** Sets a new password; whoever is signed in with the old one no longer is. */
    @Transactional
    public void setPassword(String login, String password, Actor by) {
        var account = account(login).orElseThrow();
        jdbc.sql("""
                update account set password_hash = :hash, password_version = password_version + 1
                 where login = :login""").param("hash", hash(password)).param("login", login).update();
        record(login, account.agency(), "password-set", by);
    }

    /** How a login is written: people type it with capitals or a space behind. */
    static String normalised(String login) {
        return login.strip().toLowerCase(Locale.ROOT);
    }

    private void insert(NewAccount account) {
        jdbc.sql("""
                insert into account (login, display_name, password_hash, password_version, agency, lead, active, created_at)
                values (:login, :name, :hash, 1, :agency, :lead, true, :createdAt)""")
                .param("login", account.login())
                .param("name", account.name())
                .param("hash", hash(account.password()))
                .param("agency", agencies.get(account.agency()).id())
                .param("lead", account.lead())
                .param("createdAt", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private String hash(String password) {
        var hash = passwords.encode(password);
        if (hash == null) throw new IllegalArgumentException("No password");
        return hash;
    }

    private void record(String login, String agency, String what, Actor by) {
        ledger.append(Act.general(EntryType.ACCOUNT_CHANGED)
                .by(by.user(), by.agency(), "operator")
                .with(Map.of("login", login, "agency", agency, "what", what)));
    }

    private Optional<Actor> actor(Account account) {
        return agencies.find(account.agency())
                .map(agency -> new Actor(
                        account.login(), account.name(), agency.id(), agency.roles(), agency.region(), account.lead()));
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString("login"),
                row.getString("display_name"),
                row.getString("agency"),
                row.getBoolean("lead"),
                row.getBoolean("active"),
                row.getString("password_hash"),
                row.getInt("password_version"));
    }

    /** An account as it is kept. */
    record Account(
            String login,
            String name,
            String agency,
            boolean lead,
            boolean active,
            String passwordHash,
            int passwordVersion) {

        /** Without the hash. */
        @Override
        public String toString() {
            return login;
        }
    }

    /** An account to be made. */
    public record NewAccount(String login, String name, String agency, boolean lead, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return login;
        }
    }

    /** Nobody shuts themselves out: so there is always an operator. */
    static final class OwnAccount extends RuntimeException {}
}
