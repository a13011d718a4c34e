package org.nrm.casework;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Roles;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What codes, dates and deadlines are called on a page, in the reader's language: {@code ${@words.strand(…)}} in a template. */
@Component("words")
class PageWords {

    /** Up to here a deadline is told in hours, then in days. */
    private static final Duration IN_HOURS = Duration.ofDays(2);

    private final MessageSource messages;
    private final Roles roles;
    private final Agencies agencies;
    private final Clock clock;

    PageWords(MessageSource messages, Roles roles, Agencies agencies, Clock clock) {
        this.messages = messages;
        this.roles = roles;
        this.agencies = agencies;
        this.clock = clock;
    }

    /** Text of the message, or the code itself where the bundle does not have it. */
    public String of(String group, @Nullable String code) {
        if (code == null) return "";
        return say("casework." + group + "." + code, code.replace('-', ' '));
    }

    /** The message, if the bundle has it. */
    public @Nullable String find(String key) {
        return messages.getMessage(key, null, null, LocaleContextHolder.getLocale());
    }

    public String strand(String id) {
        return of("strand", id);
    }

    public String process(@Nullable String id) {
        return of("process", id);
    }

    public String dataClass(String id) {
        return of("class", id);
    }

    public String role(@Nullable String id) {
        if (id == null) return "";
        return roles.exists(id) ? roles.name(id) : id;
    }

    public String agency(@Nullable String id) {
        if (id == null) return "";
        return agencies.find(id).map(agency -> agency.name()).orElse(id);
    }

    /** What a consent is of: kinds or classes. */
    public String consentOf(List<String> items) {
        return items.stream()
                .map(item -> say("casework.kind." + item, dataClass(item)))
                .collect(Collectors.joining(", "));
    }

    public boolean mayRefer(Actor actor) {
        return actor.roles().stream().anyMatch(roles::refers);
    }

    /** Whether the actor's agency takes part in cases: auditors and operators do not. */
    public boolean hasTasks(Actor actor) {
        return !Set.of("auditor", "operator").containsAll(actor.roles());
    }

    public Instant now() {
        return clock.instant();
    }

    public String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(instant.atZone(clock.getZone()));
    }

    /** The zone of all times on pages, as {@code CET}. */
    public String zone() {
        return zone(clock.instant());
    }

    private String zone(Instant instant) {
        return DateTimeFormatter.ofPattern("z", LocaleContextHolder.getLocale())
                .format(instant.atZone(clock.getZone()));
    }

    /** With the time of day and its zone, that of the deadlines. */
    public String moment(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(LocaleContextHolder.getLocale())
                        .format(instant.atZone(clock.getZone()))
                + " " + zone(instant);
    }

    /** As {@link #moment}, but short and without the zone, for tables that name it once. */
    public String stamp(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(instant.atZone(clock.getZone()));
    }

    public boolean late(@Nullable Instant due) {
        return due != null && due.isBefore(clock.instant());
    }

    /** As {@code in 2 days} or {@code 3 days late}. */
    public String due(@Nullable Instant due) {
        if (due == null) return say("casework.due.none", "");
        var left = Duration.between(clock.instant(), due);
        return span(left.isNegative() ? "casework.due.late" : "casework.due.in", left.abs());
    }

    private String span(String key, Duration length) {
        if (length.toHours() < 1) return say(key + ".soon", "");
        var hours = length.compareTo(IN_HOURS) < 0;
        var count = hours ? length.toHours() : length.toDays();
        return say(key + (hours ? ".hour" : ".day") + (count == 1 ? "" : "s"), "", count);
    }

    private String say(String key, String otherwise, Object... arguments) {
        return String.valueOf(messages.getMessage(key, arguments, otherwise, LocaleContextHolder.getLocale()));
    }
}
