package org.nrm.pathway;

import java.util.Map;
import java.util.TreeMap;
import org.nrm.mechanism.Settings;
import org.springframework.stereotype.Component;

/** Models, forms and settings as they are on disk: read and proved once, at the start. */
@Component
public final class ModelsOnDisk {

    private final ModelSet set = ModelSet.proved(files());

    ModelSet set() {
        return set;
    }

    public Settings settings() {
        return set.settings();
    }

    /** Text by path: the folders beside the working directory go before those that are packed. */
    static Map<String, String> files() {
        var files = new TreeMap<String, String>();
        for (var ending : new String[] {".bpmn", ".dmn"})
            new ResourceFolder("processes").files(ending).forEach((name, text) -> files.put("processes/" + name, text));
        new ResourceFolder("forms").files(".form").forEach((name, text) -> files.put("forms/" + name, text));
        files.putAll(Settings.onDisk());
        return files;
    }
}
