package org.nrm.pathway;

import java.time.Instant;
import org.nrm.mechanism.WorkingCalendar;
import org.springframework.stereotype.Component;

/** The deadlines for what goes by no instance: those of the newest version. What models name is in {@link InstanceDeadlines}. */
@Component
public class Deadlines {

    private final ModelSets sets;
    private final WorkingCalendar calendar;

    Deadlines(ModelSets sets, WorkingCalendar calendar) {
        this.sets = sets;
        this.calendar = calendar;
    }

    /** The end of the deadline that begins at {@code from}. */
    public Instant after(String key, Instant from) {
        return sets.newest().deadlines().after(key, from, calendar);
    }
}
