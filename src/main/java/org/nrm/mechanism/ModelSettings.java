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
        var packed = Settings.texts(Map.of(), FILES);
        var roles = Roles.read(Settings.text(packed, "roles.yaml"));
        var classes = DataClasses.read(Settings.text(packed, "data-classes.yaml"), roles);
        var deadlines = DeadlineTable.read(Settings.text(packed, "deadlines.yaml"));
        var texts = Settings.texts(files, FILES);
        var ownRoles = Roles.read(Settings.text(texts, "roles.yaml"));
        return of(
                texts,
                ownRoles,
                DataClasses.read(Settings.text(texts, "data-classes.yaml"), ownRoles, classes),
                DeadlineTable.read(Settings.text(texts, "deadlines.yaml"), deadlines));
    }

    /** Reads settings that were judged when they were published, whatever the packed files say now. */
    static ModelSettings published(Map<String, String> files) throws UnusableFile {
        var texts = Settings.texts(files, FILES);
        var roles = Roles.read(Settings.text(texts, "roles.yaml"));
        return of(
                texts,
                roles,
                DataClasses.read(Settings.text(texts, "data-classes.yaml"), roles),
                DeadlineTable.read(Settings.text(texts, "deadlines.yaml")));
    }

    private static ModelSettings of(
            Map<String, SettingsText> texts, Roles roles, DataClasses classes, DeadlineTable deadlines)
            throws UnusableFile {
        var rights = new RightsReader(Settings.text(texts, "rights.yaml"), roles, deadlines).read();
        return new ModelSettings(roles, classes, deadlines, rights);
    }
}
