package org.nrm.mechanism;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The roles of the mechanism, from {@code roles.yaml}. */
public final class Roles {

    /** Of a role or an agency; a candidate group is {@code role:agency}, so no colon. */
    static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    static final String ID_IN_WORDS = "up to 64 lower-case letters, digits and hyphens";

    private final Map<String, Role> roles;

    private record Role(String name, boolean refers, boolean lawEnforcement) {}

    private record File(@Nullable Map<String, @Nullable Entry> roles) {}

    /** What is missing is no. */
    private record Entry(
            @Nullable String name,
            @Nullable Boolean refers,
            @Nullable Boolean lawEnforcement) {}

    private Roles(Map<String, Role> roles) {
        this.roles = Collections.unmodifiableMap(roles);
    }

    static Roles read(SettingsText text) throws UnusableFile {
        var declared = text.read(File.class).roles;
        if (declared == null || declared.isEmpty()) throw text.unusable("", "declares no role under roles");
        var read = new LinkedHashMap<String, Role>();
        for (var entry : declared.entrySet()) read.put(entry.getKey(), role(text, entry.getKey(), entry.getValue()));
        return new Roles(read);
    }

    private static Role role(SettingsText text, String id, @Nullable Entry entry) throws UnusableFile {
        if (!ID.matcher(id).matches())
            throw text.unusable(id, "the id of the role '" + id + "' must be " + ID_IN_WORDS);
        if (entry == null || entry.name == null || entry.name.isBlank())
            throw text.unusable(id, "the role '" + id + "' needs a name");
        var lawEnforcement = Boolean.TRUE.equals(entry.lawEnforcement);
        if (LawEnforcement.ROLES.contains(id) && !lawEnforcement)
            throw text.unusable(
                    id,
                    "the role '" + id + "' is law enforcement by law; this cannot be loosened: set"
                            + " law-enforcement: true");
        return new Role(entry.name, Boolean.TRUE.equals(entry.refers), lawEnforcement);
    }

    /** In the order of the file. */
    public Set<String> ids() {
        return roles.keySet();
    }

    public boolean exists(String id) {
        return roles.containsKey(id);
    }

    /** What people call the role. */
    public String name(String id) {
        return role(id).name();
    }

    /** Whether the role reads nothing but the form of its own task. */
    public boolean lawEnforcement(String id) {
        return role(id).lawEnforcement();
    }

    /** All roles that are law enforcement: those that the law calls so, whether or not the file has them, and those that it adds. */
    public Set<String> lawEnforcement() {
        return Stream.concat(
                        LawEnforcement.ROLES.stream(), roles.keySet().stream().filter(this::lawEnforcement))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the role may refer a person. */
    public boolean refers(String id) {
        return role(id).refers();
    }

    private Role role(String id) {
        var role = roles.get(id);
        if (role == null) throw new IllegalArgumentException("No role " + id);
        return role;
    }
}
