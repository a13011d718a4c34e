package org.nrm.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.LawEnforcement;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The roles of the mechanism, from {@code roles.yaml}. */
@Component
public class Roles {

    /** Of a role or an agency; a candidate group is {@code role:agency}, so no colon. */
    static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    static final String ID_IN_WORDS = "up to 64 lower-case letters, digits and hyphens";

    private static final SettingsFile FILE = new SettingsFile("roles.yaml");

    private final Map<String, Role> roles;

    @Autowired
    Roles() {
        this(FILE.read(File.class));
    }

    Roles(File file) {
        if (file.roles == null || file.roles.isEmpty()) throw unusable("declares no role under roles");
        var checked = new LinkedHashMap<String, Role>();
        file.roles.forEach((id, entry) -> checked.put(id, role(id, entry)));
        roles = Collections.unmodifiableMap(checked);
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

    /** Whether the role may refer a person. */
    public boolean refers(String id) {
        return role(id).refers();
    }

    private Role role(String id) {
        var role = roles.get(id);
        if (role == null) throw new IllegalArgumentException("No role " + id);
        return role;
    }

    private static Role role(String id, @Nullable Entry entry) {
        if (!ID.matcher(id).matches()) throw unusable("role " + id + ": an id is " + ID_IN_WORDS);
        if (entry == null || entry.name == null || entry.name.isBlank()) throw unusable("role " + id + " needs a name");
        var lawEnforcement = Boolean.TRUE.equals(entry.lawEnforcement);
        if (LawEnforcement.ROLES.contains(id) && !lawEnforcement)
            throw unusable("role " + id + " is law enforcement by law: set law-enforcement: true");
        return new Role(entry.name, Boolean.TRUE.equals(entry.refers), lawEnforcement);
    }

    private static UnusableSettings unusable(String problem) {
        return new UnusableSettings("config/" + FILE.name() + ": " + problem);
    }

    private record Role(String name, boolean refers, boolean lawEnforcement) {}

    /** The file as written. */
    record File(@Nullable Map<String, @Nullable Entry> roles) {}

    /** What is missing is no. */
    record Entry(
            @Nullable String name,
            @Nullable Boolean refers,
            @Nullable Boolean lawEnforcement) {}
}
