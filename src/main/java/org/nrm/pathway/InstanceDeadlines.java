package org.nrm.pathway;

import java.beans.FeatureDescriptor;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.DeadlineTable;
import org.nrm.mechanism.WorkingCalendar;

/** The expressions of models: beside the variables they reach {@code sendMessage}, and the {@code deadlines} of their own version. */
final class InstanceDeadlines extends JuelExpressionManager {

    private static final String NAME = "deadlines";

    private final ModelSets sets;
    private final WorkingCalendar calendar;
    private final Clock clock;

    InstanceDeadlines(ModelSets sets, WorkingCalendar calendar, Clock clock, MessageSender sendMessage) {
        super(Map.of("sendMessage", sendMessage));
        this.sets = sets;
        this.calendar = calendar;
        this.clock = clock;
    }

    @Override
    protected ELResolver createElResolver() {
        var resolver = new CompositeELResolver();
        resolver.add(new Resolver());
        resolver.add(super.createElResolver());
        return resolver;
    }

    private DeadlineTable of(@Nullable Object scope) {
        var execution = scope instanceof TaskEntity task ? task.getExecution() : scope;
        if (!(execution instanceof ExecutionEntity running))
            throw new IllegalStateException("A deadline was asked for outside of any instance");
        return sets.ofDeployment(running.getProcessDefinition().getDeploymentId())
                .deadlines();
    }

    /** What models name: {@code ${deadlines.due('urgent-risk')}} on a task, {@code ${deadlines.duration('reflection')}} on a timer. */
    public final class Named {

        private final DeadlineTable deadlines;

        private Named(DeadlineTable deadlines) {
            this.deadlines = deadlines;
        }

        /** When the deadline ends that begins now. */
        public Date due(String key) {
            return Date.from(deadlines.after(key, clock.instant(), calendar));
        }

        /** ISO 8601, for a timer that is set now: in exact time, since the engine would count days in the zone of the machine. */
        public String duration(String key) {
            var now = clock.instant();
            return Duration.between(now, deadlines.after(key, now, calendar)).toString();
        }
    }

    private final class Resolver extends ELResolver {

        @Override
        public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
            if (base != null || !NAME.equals(property)) return null;
            var found = new Named(of(context.getContext(VariableScope.class)));
            context.setPropertyResolved(true);
            return found;
        }

        @Override
        public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
            return null;
        }

        @Override
        public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {}

        @Override
        public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
            return true;
        }

        /** Asked for by this version of the interface only; the next one does not have it. */
        @SuppressWarnings("MissingOverride")
        public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
            return Collections.emptyIterator();
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
            return Object.class;
        }
    }
}
