package org.nrm.pathway;

import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.DeadlineTable;
import org.nrm.mechanism.WorkingCalendar;

/**
 * The expressions of models: beside the variables they reach {@code sendMessage}, and the {@code deadlines} of their own version:
 * {@code ${deadlines.due('urgent-risk')}} on a task, {@code ${deadlines.duration('reflection')}} on a timer.
 */
final class InstanceDeadlines extends WalledExpressions {

    private record Deadlines(DeadlineTable table) {}

    private final ModelSets sets;
    private final WorkingCalendar calendar;
    private final Clock clock;
    private final MessageSender sendMessage;

    InstanceDeadlines(ModelSets sets, WorkingCalendar calendar, Clock clock, MessageSender sendMessage) {
        this.sets = sets;
        this.calendar = calendar;
        this.clock = clock;
        this.sendMessage = sendMessage;
    }

    @Override
    @Nullable
    Object bean(String name, @Nullable VariableScope scope) {
        return switch (name) {
            case "deadlines" -> new Deadlines(of(scope));
            case "sendMessage" -> sendMessage;
            default -> null;
        };
    }

    @Override
    @Nullable
    Object call(Object bean, String method, @Nullable Object[] parameters) {
        if (!(bean instanceof Deadlines deadlines && parameters.length == 1 && parameters[0] instanceof String key))
            return null;
        return switch (method) {
            case "due" -> due(deadlines.table(), key);
            case "duration" -> duration(deadlines.table(), key);
            default -> null;
        };
    }

    private DeadlineTable of(@Nullable Object scope) {
        var execution = scope instanceof TaskEntity task ? task.getExecution() : scope;
        if (!(execution instanceof ExecutionEntity running))
            throw new IllegalStateException("A deadline was asked for outside of any instance");
        return sets.ofDeployment(running.getProcessDefinition().getDeploymentId())
                .deadlines();
    }

    /** When the deadline ends that begins now. */
    private Date due(DeadlineTable table, String key) {
        return Date.from(table.after(key, clock.instant(), calendar));
    }

    /** ISO 8601, for a timer that is set now: in exact time, since the engine would count days in the zone of the machine. */
    private String duration(DeadlineTable table, String key) {
        var now = clock.instant();
        return Duration.between(now, table.after(key, now, calendar)).toString();
    }
}
