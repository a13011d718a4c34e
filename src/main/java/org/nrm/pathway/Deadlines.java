package org.nrm.pathway;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.context.Context;
import org.springframework.stereotype.Component;

/**
 * What models name: {@code ${deadlines.due('urgent-risk')}} on a task, {@code ${deadlines.duration('reflection')}} on a timer. Each
 * instance has the deadlines of its own version.
 */
@Component("deadlines")
public class Deadlines {

    private final ModelSets sets;
    private final Clock clock;

    Deadlines(ModelSets sets, Clock clock) {
        this.sets = sets;
        this.clock = clock;
    }

    /** When the deadline ends that begins now. Called by the engine when a task is made. */
    public Date due(String key) {
        return Date.from(ofInstance().after(key, clock.instant()));
    }

    /** ISO 8601, for a timer. Called by the engine when it is set. */
    public String duration(String key) {
        return ofInstance().duration(key, clock.instant());
    }

    /** The end of a deadline of the newest version that begins at {@code from}. */
    public Instant after(String key, Instant from) {
        return sets.newest().deadlines().after(key, from);
    }

    private DeadlineTable ofInstance() {
        var context = Context.getBpmnExecutionContext();
        if (context == null) throw new IllegalStateException("A deadline was asked for outside of any instance");
        return sets.ofDeployment(context.getExecution().getProcessDefinition().getDeploymentId())
                .deadlines();
    }
}
