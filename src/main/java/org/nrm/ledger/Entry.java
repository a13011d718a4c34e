package org.nrm.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CanonicalJson.NotCanonical;

/**
 * An act as it stands in the ledger. Its one written form is canonical JSON; the hash of that is at once the link of the case's chain
 * and the leaf of the tree over all entries (RFC 9162).
 *
 * @param stream   the case's reference, or {@link #GENERAL}
 * @param seq      1, 2, 3 … in the stream
 * @param time     to the millisecond
 * @param previous hash of the entry before; {@link Hash#NONE} for the first
 */
public record Entry(String stream, long seq, Instant time, Act act, Hash previous) {

    /** Stream of what concerns no case. */
    public static final String GENERAL = "general";

    /** Version of the written form. */
    public static final int FORMAT = 1;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Set<String> MEMBERS =
            Set.of("v", "case", "seq", "prev", "time", "type", "actor", "subject", "facts", "commit");
    private static final Set<String> ACTOR = Set.of("user", "agency", "role");
    private static final Set<String> SUBJECT =
            Set.of("process", "element", "task", "version", "model", "instance", "parent");

    /** Of this act. */
    public static Entry of(long seq, Instant time, Act act, Hash previous) {
        return new Entry(stream(act.caseRef()), seq, time, act, previous);
    }

    /** The stream in which the acts on a case stand. */
    public static String stream(@Nullable CaseRef caseRef) {
        return caseRef == null ? GENERAL : caseRef.value();
    }

    /** The written form. */
    public String canonical() {
        var entry = new TreeMap<String, @Nullable Object>();
        entry.put("v", FORMAT);
        entry.put("case", stream);
        entry.put("seq", seq);
        entry.put("prev", previous.toString());
        entry.put("time", TIME.format(time));
        entry.put("type", act.type().word());
        var actor = new TreeMap<String, @Nullable Object>();
        put(actor, "user", act.actor());
        put(actor, "agency", act.agency());
        put(actor, "role", act.role());
        if (!actor.isEmpty()) entry.put("actor", actor);
        var subject = new TreeMap<String, @Nullable Object>();
        put(subject, "process", act.process());
        put(subject, "element", act.element());
        put(subject, "task", act.task());
        var place = act.place();
        if (place != null) {
            subject.put("version", place.version());
            subject.put("model", place.model());
            put(subject, "instance", place.instance());
            subject.put("parent", place.parent());
        }
        if (!subject.isEmpty()) entry.put("subject", subject);
        if (!act.facts().isEmpty()) entry.put("facts", act.facts());
        if (!act.commitments().isEmpty()) entry.put("commit", act.commitments());
        return CanonicalJson.write(entry);
    }

    /** The hash of the written form. */
    public Hash hash() {
        return hash(canonical());
    }

    /** The hash of a written form. */
    public static Hash hash(String canonical) {
        return Hash.leaf(canonical.getBytes(StandardCharsets.UTF_8));
    }

    /** The entry that a line holds; refused if the line is not exactly the written form of one. */
    public static Entry read(String line) throws NotCanonical {
        var object = CanonicalJson.parse(line);
        only(object, MEMBERS);
        if (!Long.valueOf(FORMAT).equals(object.get("v")))
            throw new NotCanonical("has the format version " + object.get("v") + "; this program knows " + FORMAT);
        var stream = text(object, "case");
        try {
            var caseRef = stream.equals(GENERAL) ? null : new CaseRef(stream);
            var actor = inner(object, "actor", ACTOR);
            var subject = inner(object, "subject", SUBJECT);
            var act = new Act(
                    EntryType.of(text(object, "type")),
                    caseRef,
                    optional(actor, "user"),
                    optional(actor, "agency"),
                    optional(actor, "role"),
                    optional(subject, "process"),
                    optional(subject, "element"),
                    optional(subject, "task"),
                    place(subject),
                    texts(inner(object, "facts", null)),
                    texts(inner(object, "commit", null)));
            var entry = new Entry(
                    stream,
                    number(object, "seq"),
                    TIME.parse(text(object, "time"), Instant::from),
                    act,
                    Hash.parse(text(object, "prev")));
            if (!entry.canonical().equals(line)) {
                if (!CanonicalJson.write(object).equals(line)) throw CanonicalJson.otherForm();
                throw new NotCanonical("is not the written form of an entry");
            }
            return entry;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new NotCanonical("holds a reference, type, time or hash that is none");
        }
    }

    private static Act.@Nullable Place place(Map<String, @Nullable Object> subject) throws NotCanonical {
        if (!subject.containsKey("model")) return null;
        var version = number(subject, "version");
        if (version < 0 || version > Integer.MAX_VALUE)
            throw new NotCanonical("has a version of its models that is none");
        return new Act.Place(
                (int) version, text(subject, "model"), optional(subject, "instance"), text(subject, "parent"));
    }

    private static void put(Map<String, @Nullable Object> object, String key, @Nullable String value) {
        if (value != null) object.put(key, value);
    }

    private static void only(Map<String, @Nullable Object> object, Set<String> known) throws NotCanonical {
        var unknown = new HashSet<>(object.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty())
            throw new NotCanonical(
                    "has the unknown member '" + unknown.iterator().next() + "'");
    }

    @SuppressWarnings("unchecked") // CanonicalJson.read makes no other map
    private static Map<String, @Nullable Object> inner(
            Map<String, @Nullable Object> object, String key, @Nullable Set<String> known) throws NotCanonical {
        var value = object.get(key);
        if (value == null && !object.containsKey(key)) return Map.of();
        if (!(value instanceof Map<?, ?> map) || map.isEmpty())
            throw new NotCanonical("has no object in '" + key + "'");
        var inner = (Map<String, @Nullable Object>) map;
        if (known != null) only(inner, known);
        return inner;
    }

    private static Map<String, String> texts(Map<String, @Nullable Object> object) throws NotCanonical {
        var texts = new TreeMap<String, String>();
        for (var key : object.keySet()) texts.put(key, text(object, key));
        return texts;
    }

    private static String text(Map<String, @Nullable Object> object, String key) throws NotCanonical {
        if (object.get(key) instanceof String text) return text;
        throw new NotCanonical("has no text in '" + key + "'");
    }

    private static @Nullable String optional(Map<String, @Nullable Object> object, String key) throws NotCanonical {
        return object.containsKey(key) ? text(object, key) : null;
    }

    private static long number(Map<String, @Nullable Object> object, String key) throws NotCanonical {
        if (object.get(key) instanceof Long number) return number;
        throw new NotCanonical("has no number in '" + key + "'");
    }
}
