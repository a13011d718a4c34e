package org.nrm.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The agencies of the mechanism with their regions and roles, from {@code directory.yaml}, in its order. */
@Component
public class Agencies {

    private static final SettingsFile FILE = new SettingsFile("directory.yaml");

    private final List<String> regions;
    private final Map<String, Agency> agencies;

    @Autowired
    Agencies(Roles roles) {
        this(FILE.read(File.class), roles);
    }

    Agencies(File file, Roles roles) {
        if (file.regions == null || file.regions.isEmpty()) throw unusable("declares no region under regions");
        if (file.agencies == null || file.agencies.isEmpty()) throw unusable("declares no agency under agencies");
        regions = List.copyOf(file.regions);
        var read = new LinkedHashMap<String, Agency>();
        file.agencies.forEach((id, entry) -> read.put(id, agency(id, entry, roles)));
        agencies = Collections.unmodifiableMap(read);
    }

    public Optional<Agency> find(String id) {
        return Optional.ofNullable(agencies.get(id));
    }

    /** The agency; an id that the directory does not have is a fault of the caller. */
    public Agency get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("No agency " + id));
    }

    /** The agencies of a region that hold the role. */
    public List<Agency> holding(String role, String region) {
        return agencies.values().stream()
                .filter(agency -> agency.holds(role) && agency.region().equals(region))
                .toList();
    }

    public List<String> regions() {
        return regions;
    }

    public List<Agency> all() {
        return List.copyOf(agencies.values());
    }

    private Agency agency(String id, @Nullable Entry entry, Roles roles) {
        if (!Roles.ID.matcher(id).matches()) throw unusable("agency " + id + ": an id is " + Roles.ID_IN_WORDS);
        if (entry == null) throw unusable("agency " + id + " needs a name, a region and roles");
        if (entry.name == null || entry.name.isBlank()) throw unusable("agency " + id + " needs a name");
        if (entry.region == null || !regions.contains(entry.region))
            throw unusable("agency " + id + ": region " + entry.region
                    + " is not declared; add it to regions or use one of " + regions);
        if (entry.roles == null || entry.roles.isEmpty()) throw unusable("agency " + id + " needs at least one role");
        for (var role : entry.roles) {
            if (!roles.exists(role))
                throw unusable("agency " + id + ": role " + role + " is not in roles.yaml; add it there or use one of "
                        + roles.ids());
        }
        return new Agency(id, entry.name, entry.region, new LinkedHashSet<>(entry.roles));
    }

    private static UnusableSettings unusable(String problem) {
        return new UnusableSettings("config/" + FILE.name() + ": " + problem);
    }

    /** The file as written. */
    record File(@Nullable List<String> regions, @Nullable Map<String, @Nullable Entry> agencies) {}

    record Entry(
            @Nullable String name,
            @Nullable String region,
            @Nullable List<String> roles) {}
}
