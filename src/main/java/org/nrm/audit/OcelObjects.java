package org.nrm.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.EntryType;
import org.nrm.mechanism.Mark;
import tools.jackson.core.JsonGenerator;

/** What the events of an object-centric log are about, and what changes of it. */
final class OcelObjects {

    private static final String CASE = "case";
    private static final String TASK = "task";
    private static final String INTERVIEW = "interview";
    private static final String CONSENT = "consent";
    private static final String DISCLOSURE = "disclosure";
    private static final String USER = "user";
    private static final String AGENCY = "agency";
    private static final String ROLE = "role";
    private static final String MODEL = "model";

    private static final String STATE = "state";
    private static final String CONCERNS = "concerns";
    private static final String PERFORMED_BY = "performed-by";

    private static final Set<EntryType> OF_TASK = Set.of(
            EntryType.TASK_CREATED,
            EntryType.CLAIMED,
            EntryType.UNCLAIMED,
            EntryType.COMPLETED,
            EntryType.TASK_CANCELLED);

    private final Disguise disguise;
    private final Map<String, Thing> things = new LinkedHashMap<>();

    OcelObjects(Disguise disguise) {
        this.disguise = disguise;
    }

    /** That something is related to something. */
    record Link(String object, String qualifier) {

        void write(JsonGenerator json) {
            json.writeStartObject();
            json.writeStringProperty("objectId", object);
            json.writeStringProperty("qualifier", qualifier);
            json.writeEndObject();
        }
    }

    /**
     * One object.
     *
     * @param attributes name → time → value: within one time, as it was last
     */
    private record Thing(String type, Map<String, TreeMap<String, String>> attributes, List<Link> links) {

        Thing(String type) {
            this(type, new TreeMap<>(), new ArrayList<>());
        }

        void set(String name, String time, @Nullable String value) {
            if (value != null)
                attributes.computeIfAbsent(name, key -> new TreeMap<>()).put(time, value);
        }
    }

    /** Every type of object, as yet without attributes. */
    static Map<String, Set<String>> types() {
        var types = new TreeMap<String, Set<String>>();
        for (var type : List.of(CASE, TASK, INTERVIEW, CONSENT, DISCLOSURE, USER, AGENCY, ROLE, MODEL))
            types.put(type, new TreeSet<>());
        return types;
    }

    /** What the event is about. */
    static List<Link> links(Step step, CaseRef caseRef, Disguise disguise) {
        var act = step.entry().act();
        var facts = act.facts();
        var links = new ArrayList<Link>();
        links.add(new Link(id(CASE, disguise.caseName(caseRef)), CASE));
        if (act.actor() != null) links.add(new Link(id(USER, disguise.user(act.actor())), PERFORMED_BY));
        if (act.agency() != null) links.add(new Link(id(AGENCY, disguise.agency(act.agency())), PERFORMED_BY));
        if (isOfTask(step)) {
            links.add(new Link(task(TASK, step, disguise), CONCERNS));
            if (isInterview(step)) links.add(new Link(task(INTERVIEW, step, disguise), CONCERNS));
        }
        var consent = facts.get(CONSENT);
        if (consent != null)
            links.add(new Link(
                    id(CONSENT, disguise.id(CONSENT, consent)),
                    act.type() == EntryType.DISCLOSED ? "authorised-by" : CONCERNS));
        var disclosure = facts.get(DISCLOSURE);
        if (disclosure != null) links.add(new Link(id(DISCLOSURE, disguise.id(DISCLOSURE, disclosure)), CONCERNS));
        var recipient = recipient(step);
        if (recipient != null) links.add(new Link(id(ROLE, recipient), "sent-to"));
        var assigned = assigned(step);
        if (assigned != null) links.add(new Link(id(AGENCY, disguise.agency(assigned)), CONCERNS));
        if (step.model() != null) links.add(new Link(id(MODEL, step.model()), "under-model"));
        return links;
    }

    /** The case itself, which is there before its first entry. */
    void open(CaseRef caseRef) {
        things.put(id(CASE, disguise.caseName(caseRef)), new Thing(CASE));
    }

    /** What belongs to one case. */
    void add(Step step) {
        var entry = step.entry();
        var act = entry.act();
        var time = disguise.time(entry).toString();
        var ofCase = things.entrySet().iterator().next();
        var thisCase = new Link(ofCase.getKey(), CASE);
        switch (act.type()) {
            case CASE_OPENED, CASE_REOPENED -> ofCase.getValue().set(STATE, time, "open");
            case CASE_CLOSED -> ofCase.getValue().set(STATE, time, "closed");
            default -> {}
        }
        step.facts().forEach((fact, value) -> ofCase.getValue().set("fact." + fact, time, value));
        if (isOfTask(step)) {
            thing(TASK, task(TASK, step, disguise), step, thisCase)
                    .set(STATE, time, act.type().word());
            if (isInterview(step))
                thing(INTERVIEW, task(INTERVIEW, step, disguise), step, thisCase)
                        .set(STATE, time, act.type().word());
        }
        var consent = act.facts().get(CONSENT);
        if (consent != null) {
            var given = things.computeIfAbsent(id(CONSENT, disguise.id(CONSENT, consent)), id -> of(CONSENT, thisCase));
            given.set("of", Ocel.ALWAYS, step.codes().get("of"));
            if (act.type() != EntryType.DISCLOSED)
                given.set(STATE, time, act.type().word());
        }
        var disclosure = act.facts().get(DISCLOSURE);
        if (disclosure != null) {
            var made = things.computeIfAbsent(
                    id(DISCLOSURE, disguise.id(DISCLOSURE, disclosure)), id -> of(DISCLOSURE, thisCase));
            made.set("classes", Ocel.ALWAYS, step.codes().get("classes"));
            made.set(STATE, time, act.type().word());
        }
    }

    /** What belongs to no case alone: who acts, and by which models. */
    void addShared(Step step) {
        var act = step.entry().act();
        if (act.actor() != null) shared(USER, disguise.user(act.actor()));
        if (act.agency() != null) shared(AGENCY, disguise.agency(act.agency()));
        var recipient = recipient(step);
        if (recipient != null) shared(ROLE, recipient);
        var assigned = assigned(step);
        if (assigned != null) shared(AGENCY, disguise.agency(assigned));
        if (step.model() != null) {
            var place = act.place();
            var model = shared(MODEL, step.model());
            if (place != null) model.set("version", Ocel.ALWAYS, String.valueOf(place.version()));
        }
    }

    /** @param types gets the attributes that occur */
    void write(JsonGenerator json, Map<String, Set<String>> types) {
        things.forEach((id, thing) -> {
            json.writeStartObject();
            json.writeStringProperty("id", id);
            json.writeStringProperty("type", thing.type());
            json.writeArrayPropertyStart("attributes");
            thing.attributes().forEach((name, values) -> {
                types.computeIfAbsent(thing.type(), type -> new TreeSet<>()).add(name);
                values.forEach((time, value) -> {
                    json.writeStartObject();
                    json.writeStringProperty("name", name);
                    json.writeStringProperty("time", time);
                    json.writeStringProperty("value", value);
                    json.writeEndObject();
                });
            });
            json.writeEndArray();
            json.writeArrayPropertyStart("relationships");
            for (var link : thing.links()) link.write(json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private Thing shared(String type, String name) {
        return things.computeIfAbsent(id(type, name), id -> new Thing(type));
    }

    private Thing thing(String type, String id, Step step, Link thisCase) {
        var act = step.entry().act();
        var thing = things.computeIfAbsent(id, key -> of(type, thisCase));
        thing.set("name", Ocel.ALWAYS, step.name());
        thing.set("process", Ocel.ALWAYS, act.process());
        thing.set("element", Ocel.ALWAYS, act.element());
        thing.set("strand", Ocel.ALWAYS, step.strand());
        if (act.role() != null) thing.set("role", Ocel.ALWAYS, act.role());
        return thing;
    }

    private static Thing of(String type, Link thisCase) {
        var thing = new Thing(type);
        thing.links().add(thisCase);
        return thing;
    }

    private static boolean isOfTask(Step step) {
        return OF_TASK.contains(step.entry().act().type()) && step.entry().act().task() != null;
    }

    private static boolean isInterview(Step step) {
        return step.has(Mark.INTERVIEWS);
    }

    private static String task(String type, Step step, Disguise disguise) {
        return id(type, disguise.id(TASK, step.instance()));
    }

    /** The role to which something goes. */
    private static @Nullable String recipient(Step step) {
        return switch (step.entry().act().type()) {
            case DISCLOSED, DISCLOSURE_ENDED -> step.codes().get("to");
            default -> null;
        };
    }

    /** The agency that comes on the case. */
    private static @Nullable String assigned(Step step) {
        return switch (step.entry().act().type()) {
            case ASSIGNED, REASSIGNED -> step.entry().act().facts().get(AGENCY);
            default -> null;
        };
    }

    private static String id(String type, String name) {
        return type + ":" + name;
    }
}
