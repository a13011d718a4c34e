package org.nrm.pathway;

import java.beans.FeatureDescriptor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Iterator;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * The wall around expressions: a name is a variable, else a declared bean; nothing is reached by reflection, no object has properties or
 * methods, and there are no functions.
 */
abstract class WalledExpressions extends JuelExpressionManager {

    /** What {@code execution} stands for: the case reference, and nothing else. */
    private record Reference(@Nullable String businessKey) {}

    /** The bean of this name; null if there is none. */
    abstract @Nullable Object bean(String name, @Nullable VariableScope scope);

    /** The result of a method that the bean offers to models; null if it offers none of this name. */
    abstract @Nullable Object call(Object bean, String method, @Nullable Object[] parameters);

    /** The engine's own functions hand out objects and users; models have none. */
    @Override
    public void addFunction(String name, Method function) {}

    @Override
    protected ELResolver createElResolver() {
        var resolver = new CompositeELResolver();
        resolver.add(new Names());
        resolver.add(new VariableContextElResolver());
        return resolver;
    }

    private final class Names extends ELResolver {

        @Override
        public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
            var name = String.valueOf(property);
            if (base instanceof Reference reference && "processBusinessKey".equals(name)) {
                context.setPropertyResolved(true);
                return reference.businessKey();
            }
            if (base != null) return null;
            var scope = (VariableScope) context.getContext(VariableScope.class);
            if ("execution".equals(name)) {
                context.setPropertyResolved(true);
                return new Reference(businessKey(scope));
            }
            if (scope != null && scope.hasVariable(name)) {
                context.setPropertyResolved(true);
                return scope.getVariable(name);
            }
            var bean = bean(name, scope);
            if (bean != null) context.setPropertyResolved(true);
            return bean;
        }

        @Override
        public @Nullable Object invoke(
                ELContext context,
                @Nullable Object base,
                Object method,
                Class<?> @Nullable [] types,
                @Nullable Object[] parameters) {
            var result = base == null ? null : call(base, String.valueOf(method), parameters);
            if (result != null) context.setPropertyResolved(true);
            return result;
        }

        private static @Nullable String businessKey(@Nullable VariableScope scope) {
            if (scope instanceof TaskEntity task) return task.getExecution().getProcessBusinessKey();
            return scope instanceof DelegateExecution execution ? execution.getProcessBusinessKey() : null;
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
