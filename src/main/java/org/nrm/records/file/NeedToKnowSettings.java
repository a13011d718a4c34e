package org.nrm.records.file;

import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nrm.access.Roles;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.stereotype.Component;

/** What may be read beyond the table of classes, and for how long. From {@code config/need-to-know.yaml}, which can only be narrow. */
@Component
public class NeedToKnowSettings {

    /** What a law-enforcement role is given by consent to exactly that, and by nothing else. */
    public static final Set<String> BY_EXPLICIT_CONSENT_ONLY = Set.of("location", "health", "account");

    private static final Duration LONGEST_BREAK_GLASS = Duration.ofHours(4);
    private static final Set<String> NEVER_BREAK_GLASS =
            Set.of("coordinator", "auditor", "operator", "interpreter", "first-responder");

    /** A ground of law on which something is passed on without consent. */
    public record Ground(String statement, String source, Set<String> classes, Set<String> roles, Period toldWithin) {}

    public record BreakGlass(Duration length, Set<String> roles, Set<String> classes, Set<String> purposes) {}

    record Audit(Period longest, Set<String> purposes) {}

    private record File(
            Map<String, Ground> grounds,
            BreakGlass breakGlass,
            Audit audit,
            List<String> legalHolds,
            Period erasureNotice) {}

    private final File file;

    NeedToKnowSettings(Roles roles, DataClasses classes) {
        file = new SettingsFile("need-to-know.yaml").read(File.class);
        file.grounds().forEach((name, ground) -> {
            known("grounds." + name, ground.roles(), ground.classes(), roles, classes);
            if (ground.roles().stream().anyMatch(roles::lawEnforcement)
                    && ground.classes().stream().anyMatch(BY_EXPLICIT_CONSENT_ONLY::contains))
                throw wrong("grounds." + name
                        + " gives location, health or account to law enforcement; only the person can");
        });
        var breakGlass = file.breakGlass();
        known("break-glass", breakGlass.roles(), breakGlass.classes(), roles, classes);
        if (breakGlass.roles().stream()
                .anyMatch(role -> roles.lawEnforcement(role) || NEVER_BREAK_GLASS.contains(role)))
            throw wrong("break-glass.roles names a role that never reads a file in this way");
        if (breakGlass.length().compareTo(LONGEST_BREAK_GLASS) > 0) throw wrong("break-glass.length is more than PT4H");
    }

    public Map<String, Ground> grounds() {
        return file.grounds();
    }

    public BreakGlass breakGlass() {
        return file.breakGlass();
    }

    public Period longestAudit() {
        return file.audit().longest();
    }

    public Set<String> auditPurposes() {
        return file.audit().purposes();
    }

    public List<String> legalHolds() {
        return file.legalHolds();
    }

    public Period erasureNotice() {
        return file.erasureNotice();
    }

    private static void known(
            String where, Collection<String> named, Collection<String> of, Roles roles, DataClasses classes) {
        for (var role : named)
            if (!roles.exists(role)) throw wrong(where + " names the role '" + role + "', which is not in roles.yaml");
        for (var dataClass : of)
            if (!classes.all().containsKey(dataClass))
                throw wrong(where + " names the class '" + dataClass + "', which is not in data-classes.yaml");
    }

    private static UnusableSettings wrong(String what) {
        return new UnusableSettings("config/need-to-know.yaml: " + what);
    }
}
