package org.nrm.mechanism;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agencies of the mechanism with their regions and roles, from {@code directory.yaml}, in its order. */
public final class Agencies {

    private final List<String> regions;
    private final Map<String, Agency> agencies;

    private record File(
            @Nullable List<String> regions, @Nullable Map<String, @Nullable Entry> agencies) {}

    private record Entry(
            @Nullable String name,
            @Nullable String region,
            @Nullable List<String> roles) {}

    private Agencies(List<String> regions, Map<String, Agency> agencies) {
        this.regions = List.copyOf(regions);
        this.agencies = Collections.unmodifiableMap(agencies);
    }

    static Agencies read(SettingsText text, Roles roles) throws UnusableFile {
        var file = text.read(File.class);
        if (file.regions == null || file.regions.isEmpty()) throw text.unusable("", "declares no region under regions");
        if (file.agencies == null || file.agencies.isEmpty())
            throw text.unusable("", "declares no agency under agencies");
        var read = new LinkedHashMap<String, Agency>();
        for (var entry : file.agencies.entrySet())
            read.put(entry.getKey(), agency(text, entry.getKey(), entry.getValue(), file.regions, roles));
        return new Agencies(file.regions, read);
    }

    private static Agency agency(SettingsText text, String id, @Nullable Entry entry, List<String> regions, Roles roles)
            throws UnusableFile {
        if (!Roles.ID.matcher(id).matches())
            throw text.unusable(id, "the id of the agency '" + id + "' must be " + Roles.ID_IN_WORDS);
        if (entry == null) throw text.unusable(id, "the agency '" + id + "' needs a name, a region and roles");
        if (entry.name == null || entry.name.isBlank()) throw text.unusable(id, "the agency '" + id + "' needs a name");
        if (entry.region == null || !regions.contains(entry.region))
            throw text.unusable(
                    id,
                    "the region '" + entry.region + "' of the agency '" + id
                            + "' is not declared; add it to regions or use one of " + regions);
        if (entry.roles == null || entry.roles.isEmpty())
            throw text.unusable(id, "the agency '" + id + "' needs at least one role");
        for (var role : entry.roles)
            if (!roles.exists(role))
                throw text.unusable(
                        id,
                        "the role '" + role + "' of the agency '" + id
                                + "' is not in roles.yaml; add it there or use one of " + roles.ids());
        return new Agency(id, entry.name, entry.region, new LinkedHashSet<>(entry.roles));
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
}
