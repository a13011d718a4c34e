package org.nrm.audit;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.nrm.pathway.ModelSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes cases as an object-centric event log (OCEL 2.0, JSON): every entry is an event, with the case, the task, the consent and
 * whatever else it is about. All values are text, as the published schema wants.
 */
final class Ocel {

    /** The time of what holds from the start (specification of OCEL 2.0, section 7). */
    static final String ALWAYS = "1970-01-01T00:00:00Z";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final Function<String, Optional<ModelSet>> models;
    private final Disguise disguise;

    Ocel(Function<String, Optional<ModelSet>> models, Disguise disguise) {
        this.models = models;
        this.disguise = disguise;
    }

    /**
     * Writes the log and leaves the stream open. Goes through the traces twice, for the events and for the objects, and holds one at a
     * time; each time they must be the same.
     */
    void write(Iterable<Trace> traces, OutputStream out) {
        var shared = new OcelObjects(disguise);
        var eventTypes = new TreeMap<String, Set<String>>();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("events");
            for (var trace : traces) events(trace, eventTypes, json);
            json.writeEndArray();
            var objectTypes = OcelObjects.types();
            json.writeArrayPropertyStart("objects");
            for (var trace : traces) {
                var own = new OcelObjects(disguise);
                var steps = new Steps(models, disguise);
                own.open(trace.caseRef());
                for (var entry : trace.entries()) {
                    var step = steps.next(entry);
                    own.add(step);
                    shared.addShared(step);
                }
                own.write(json, objectTypes);
            }
            shared.write(json, objectTypes);
            json.writeEndArray();
            types("eventTypes", eventTypes, json);
            types("objectTypes", objectTypes, json);
            json.writeEndObject();
        }
    }

    private void events(Trace trace, Map<String, Set<String>> types, JsonGenerator json) {
        var steps = new Steps(models, disguise);
        for (var entry : trace.entries()) {
            var step = steps.next(entry);
            var attributes = attributes(step);
            var type = type(step);
            types.computeIfAbsent(type, name -> new TreeSet<>()).addAll(attributes.keySet());
            json.writeStartObject();
            json.writeStringProperty(
                    "id",
                    disguise.hash(entry).orElseGet(() -> disguise.uuid(entry, 0).toString()));
            json.writeStringProperty("type", type);
            json.writeStringProperty("time", disguise.time(entry).toString());
            json.writeArrayPropertyStart("attributes");
            attributes.forEach((name, value) -> {
                json.writeStartObject();
                json.writeStringProperty("name", name);
                json.writeStringProperty("value", value);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeArrayPropertyStart("relationships");
            for (var link : OcelObjects.links(step, trace.caseRef(), disguise)) link.write(json);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static String type(Step step) {
        var act = step.entry().act();
        return act.element() == null ? act.type().word() : act.type().word() + " " + act.element();
    }

    private Map<String, String> attributes(Step step) {
        var act = step.entry().act();
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("name", step.name());
        attributes.put("step", String.valueOf(step.entry().seq()));
        if (!step.transitions().isEmpty()) attributes.put("transition", String.join(" ", step.transitions()));
        if (act.role() != null) attributes.put("role", act.role());
        if (act.process() != null) attributes.put("process", act.process());
        if (act.element() != null) attributes.put("element", act.element());
        var strand = step.strand();
        if (strand != null) attributes.put("strand", strand);
        if (!step.marks().isEmpty()) attributes.put("marks", step.marks());
        if (!step.instance().isEmpty()) attributes.put("instance", disguise.id("instance", step.instance()));
        step.parent().ifPresent(parent -> attributes.put("parent", disguise.id("instance", parent)));
        step.codes().forEach((key, value) -> attributes.put("code." + key, value));
        step.facts().forEach((key, value) -> attributes.put("fact." + key, value));
        return attributes;
    }

    private static void types(String member, Map<String, Set<String>> types, JsonGenerator json) {
        json.writeArrayPropertyStart(member);
        types.forEach((type, attributes) -> {
            json.writeStartObject();
            json.writeStringProperty("name", type);
            json.writeArrayPropertyStart("attributes");
            for (var attribute : attributes) {
                json.writeStartObject();
                json.writeStringProperty("name", attribute);
                json.writeStringProperty("type", "string");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        json.writeEndArray();
    }
}
