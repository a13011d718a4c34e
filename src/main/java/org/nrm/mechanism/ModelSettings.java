package org.nrm.mechanism;

import java.util.List;
import java.util.Map;

/**
 * The settings that models are written and judged by.
 *
 * @param rights what a country adds to the rules and tightens in them
 */
public record ModelSettings(Roles roles, DataClasses classes, DeadlineTable deadlines, RightsSettings rights) {

    /** The files that are read. */
    public static final List<String> FILES =
            List.of("roles.yaml", "data-classes.yaml", "deadlines.yaml", "rights.yaml");

    /**
     * Reads settings that are to be judged. What the packed files say is the bound: who reads a class, whether a condition may, how
     * long a deadline lasts can be tightened, not loosened.
     *
     * @param files text by path, whose end is a name of {@link #FILES}; what is missing is the packed file
     */
    public static ModelSettings bounded(Map<String, String> files) throws UnusableFile {
        var bound = published(Map.of());
        var roles = Roles.read(Settings.text(files, "roles.yaml"));
        return of(
                files,
                roles,
                DataClasses.read(Settings.text(files, "data-classes.yaml"), roles, bound.classes),
                DeadlineTable.read(Settings.text(files, "deadlines.yaml"), bound.deadlines));
    }

    /** Reads settings that were judged when they were published, whatever the packed files say now. */
    static ModelSettings published(Map<String, String> files) throws UnusableFile {
        var roles = Roles.read(Settings.text(files, "roles.yaml"));
        return of(
                files,
                roles,
                DataClasses.read(Settings.text(files, "data-classes.yaml"), roles),
                DeadlineTable.read(Settings.text(files, "deadlines.yaml")));
    }

    private static ModelSettings of(
            Map<String, String> files, Roles roles, DataClasses classes, DeadlineTable deadlines) throws UnusableFile {
        var rights = new RightsReader(Settings.text(files, "rights.yaml"), roles, deadlines).read();
        return new ModelSettings(roles, classes, deadlines, rights);
    }
}
