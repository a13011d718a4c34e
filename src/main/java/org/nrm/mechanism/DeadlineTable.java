package org.nrm.mechanism;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The deadlines and waiting periods, from {@code deadlines.yaml}. A deadline alarms, it never ends a task or a right. */
public final class DeadlineTable {

    /** After which a task that nobody has is escalated. */
    public static final String UNCLAIMED = "unclaimed-task";

    /** After which the escalation of a task goes on from the agency's lead to a coordinator. */
    public static final String OVERDUE = "overdue-escalation";

    /** So many holidays may be listed within {@link #WITHIN} days: more would make any number of working days as long as one likes. */
    static final int MOST_HOLIDAYS = 9;

    private static final int WITHIN = 31;
    private static final String EXAMPLE = "national-example";

    private final Map<String, Deadline> deadlines;
    private final Map<String, Length> lengths;
    private final Set<String> examples;
    private final Set<LocalDate> holidays;

    private record File(
            @Nullable List<LocalDate> holidays, @Nullable Map<String, @Nullable Entry> deadlines) {}

    private record Entry(
            @Nullable String value,
            @Nullable String limit,
            @Nullable String from,
            @Nullable String source,
            @Nullable String basis) {}

    private DeadlineTable(
            Map<String, Deadline> deadlines,
            Map<String, Length> lengths,
            Set<String> examples,
            Set<LocalDate> holidays) {
        this.deadlines = Collections.unmodifiableMap(deadlines);
        this.lengths = Map.copyOf(lengths);
        this.examples = Set.copyOf(examples);
        this.holidays = Set.copyOf(holidays);
    }

    /** What {@code bound} says of a deadline can be tightened, not loosened, unless it is only a national example. */
    static DeadlineTable read(SettingsText text, DeadlineTable bound) throws UnusableFile {
        var read = read(text);
        for (var entry : read.deadlines.entrySet()) {
            var limit = bound.deadlines.get(entry.getKey());
            if (limit != null && !bound.examples.contains(entry.getKey()))
                within(text, entry.getKey(), entry.getValue(), limit);
        }
        holidays(text, read.holidays);
        return read;
    }

    static DeadlineTable read(SettingsText text) throws UnusableFile {
        var file = text.read(File.class);
        var deadlines = new LinkedHashMap<String, Deadline>();
        var lengths = new LinkedHashMap<String, Length>();
        var examples = new HashSet<String>();
        for (var entry : file.deadlines == null ? Map.<String, Entry>of().entrySet() : file.deadlines.entrySet()) {
            var key = entry.getKey();
            var given = entry.getValue();
            var length = Length.of(given == null || given.value == null ? "" : given.value);
            if (given == null || given.value == null || length.isEmpty())
                throw text.unusable(
                        key,
                        "the value of '" + key
                                + "' must be an ISO 8601 duration without weeks, as P14D, or P<n>WD for working days");
            if (given.limit == null || !Set.of("at-most", "at-least").contains(given.limit))
                throw text.unusable(key, "the limit of '" + key + "' must be at-most or at-least");
            deadlines.put(key, new Deadline(given.value, given.limit, given.source == null ? "" : given.source));
            lengths.put(key, length.get());
            if (EXAMPLE.equals(given.basis)) examples.add(key);
        }
        return new DeadlineTable(
                deadlines, lengths, examples, file.holidays == null ? Set.of() : Set.copyOf(file.holidays));
    }

    private static void holidays(SettingsText text, Set<LocalDate> listed) throws UnusableFile {
        var days = List.copyOf(new TreeSet<>(listed));
        for (var first = 0; first + MOST_HOLIDAYS < days.size(); first++)
            if (ChronoUnit.DAYS.between(days.get(first), days.get(first + MOST_HOLIDAYS)) < WITHIN)
                throw text.unusable(
                        "holidays",
                        "'holidays' lists more than " + MOST_HOLIDAYS + " days from " + days.get(first) + " to "
                                + days.get(first + MOST_HOLIDAYS) + ": deadlines in working days would have no end");
    }

    private static void within(SettingsText text, String key, Deadline deadline, Deadline bound) throws UnusableFile {
        if (!deadline.limit().equals(bound.limit()))
            throw text.unusable(key, "the limit of '" + key + "' is " + bound.limit() + "; it cannot be changed");
        var length = Length.of(deadline.value()).orElseThrow();
        var limit = Length.of(bound.value()).orElseThrow();
        if (!(bound.limit().equals("at-most") ? length.atMost(limit) : length.atLeast(limit)))
            throw text.unusable(
                    key,
                    "'" + key + "' is " + Length.inWords(deadline.value()) + "; it must be " + bound.limit() + " "
                            + Length.inWords(bound.value()) + " (" + bound.source() + "): this would loosen the rules");
    }

    /** By key, in the order of the file. */
    public Map<String, Deadline> all() {
        return deadlines;
    }

    /** The end of the deadline that begins at {@code from}. */
    public Instant after(String key, Instant from, WorkingCalendar calendar) {
        var length = lengths.get(key);
        if (length == null) throw new IllegalArgumentException("The deadline '" + key + "' is not in deadlines.yaml");
        return length.after(from.atZone(calendar.zone()), calendar, holidays).toInstant();
    }
}
