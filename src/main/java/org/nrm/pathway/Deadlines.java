package org.nrm.pathway;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** The deadlines for what goes by no instance: those of the newest version. What models name is in {@link InstanceDeadlines}. */
@Component
public class Deadlines {

    private final ModelSets sets;

    Deadlines(ModelSets sets) {
        this.sets = sets;
    }

    /** The end of the deadline that begins at {@code from}. */
    public Instant after(String key, Instant from) {
        return sets.newest().deadlines().after(key, from);
    }
}
