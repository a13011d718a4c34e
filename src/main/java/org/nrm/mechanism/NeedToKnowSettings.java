package org.nrm.mechanism;

import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be read beyond the table of classes, and for how long: {@code need-to-know.yaml}, which can only be narrow.
 *
 * @param grounds       of law, on which something is passed on without consent; by name
 * @param longestAudit  how long an auditor's access to content lasts at most
 * @param auditPurposes what it may be for
 * @param legalHolds    reasons for which nothing of a case is erased
 * @param erasureNotice how long before erasure the case manager is told
 */
public record NeedToKnowSettings(
        Map<String, Ground> grounds,
        BreakGlass breakGlass,
        Period longestAudit,
        Set<String> auditPurposes,
        List<String> legalHolds,
        Period erasureNotice) {

    /** What a law-enforcement role is given by consent to exactly that, and by nothing else. */
    public static final Set<String> BY_EXPLICIT_CONSENT_ONLY = Set.of("location", "health", "account");

    private static final Duration LONGEST_BREAK_GLASS = Duration.ofHours(4);
    private static final Set<String> NEVER_BREAK_GLASS =
            Set.of("coordinator", "auditor", "operator", "interpreter", "first-responder");

    /**
     * A ground of law on which something is passed on without consent.
     *
     * @param toldWithin the time within which the person is told
     */
    public record Ground(String statement, String source, Set<String> classes, Set<String> roles, Period toldWithin) {}

    /** Reading a file in imminent danger, by somebody who is not on the case. */
    public record BreakGlass(Duration length, Set<String> roles, Set<String> classes, Set<String> purposes) {}

    private record File(
            @Nullable Map<String, @Nullable GroundEntry> grounds,
            @Nullable BreakGlassEntry breakGlass,
            @Nullable AuditEntry audit,
            @Nullable List<String> legalHolds,
            @Nullable Period erasureNotice) {}

    private record GroundEntry(
            @Nullable String statement,
            @Nullable String source,
            @Nullable List<String> classes,
            @Nullable List<String> roles,
            @Nullable Period toldWithin) {}

    private record BreakGlassEntry(
            @Nullable Duration length,
            @Nullable List<String> roles,
            @Nullable List<String> classes,
            @Nullable List<String> purposes) {}

    private record AuditEntry(
            @Nullable Period longest, @Nullable List<String> purposes) {}

    public NeedToKnowSettings {
        grounds = Collections.unmodifiableMap(new LinkedHashMap<>(grounds));
        legalHolds = List.copyOf(legalHolds);
    }

    static NeedToKnowSettings read(SettingsText text, Roles roles, DataClasses classes) throws UnusableFile {
        return new Reading(text, roles, classes).read();
    }

    /** One file as it is read. */
    private record Reading(SettingsText text, Roles roles, DataClasses classes) {

        NeedToKnowSettings read() throws UnusableFile {
            var file = text.read(File.class);
            var grounds = new LinkedHashMap<String, Ground>();
            for (var entry : needed(file.grounds, "grounds").entrySet())
                grounds.put(entry.getKey(), ground(entry.getKey(), needed(entry.getValue(), entry.getKey())));
            var audit = needed(file.audit, "audit");
            return new NeedToKnowSettings(
                    grounds,
                    breakGlass(needed(file.breakGlass, "break-glass")),
                    needed(audit.longest, "longest"),
                    ordered(needed(audit.purposes, "purposes")),
                    needed(file.legalHolds, "legal-holds"),
                    needed(file.erasureNotice, "erasure-notice"));
        }

        private Ground ground(String name, GroundEntry entry) throws UnusableFile {
            var ground = new Ground(
                    needed(entry.statement, name),
                    needed(entry.source, name),
                    ordered(needed(entry.classes, name)),
                    ordered(needed(entry.roles, name)),
                    needed(entry.toldWithin, name));
            known(name, ground.roles(), ground.classes());
            if (ground.roles().stream().anyMatch(roles::lawEnforcement)
                    && ground.classes().stream().anyMatch(BY_EXPLICIT_CONSENT_ONLY::contains))
                throw text.unusable(
                        name,
                        "the ground '" + name
                                + "' gives location, health or account to law enforcement; only the person can");
            return ground;
        }

        private BreakGlass breakGlass(BreakGlassEntry entry) throws UnusableFile {
            var breakGlass = new BreakGlass(
                    needed(entry.length, "break-glass"),
                    ordered(needed(entry.roles, "break-glass")),
                    ordered(needed(entry.classes, "break-glass")),
                    ordered(needed(entry.purposes, "break-glass")));
            known("break-glass", breakGlass.roles(), breakGlass.classes());
            if (breakGlass.roles().stream()
                    .anyMatch(role -> roles.lawEnforcement(role) || NEVER_BREAK_GLASS.contains(role)))
                throw text.unusable(
                        "break-glass", "the roles of break-glass name one that never reads a file in this way");
            if (breakGlass.length().compareTo(LONGEST_BREAK_GLASS) > 0)
                throw text.unusable("break-glass", "the length of break-glass is more than PT4H");
            return breakGlass;
        }

        private void known(String where, Collection<String> named, Collection<String> of) throws UnusableFile {
            for (var role : named)
                if (!roles.exists(role))
                    throw text.unusable(
                            where, "'" + where + "' names the role '" + role + "', which is not in roles.yaml");
            for (var dataClass : of)
                if (!classes.all().containsKey(dataClass))
                    throw text.unusable(
                            where,
                            "'" + where + "' names the class '" + dataClass + "', which is not in data-classes.yaml");
        }

        private <T> T needed(@Nullable T value, String word) throws UnusableFile {
            return text.needed(value, word, "'" + word + "' is missing or not whole");
        }

        private static Set<String> ordered(List<String> words) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(words));
        }
    }
}
