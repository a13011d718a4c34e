package org.nrm.transactions;

import java.lang.reflect.Method;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * Puts the tries around every {@code @Transactional} method that may write, where it is the beginning of an act: nobody who writes has to
 * think of it, and nobody can forget it.
 */
@Configuration(proxyBeanMethods = false)
class RetriedTransactions {

    @Bean
    static Transactions transactions(PlatformTransactionManager transactions, List<Collision> others) {
        return new Transactions(transactions, others);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor retriedTransactionAdvisor(ObjectProvider<Transactions> transactions) {
        var advisor = new DefaultPointcutAdvisor(new Writing(), new Tries(transactions));
        advisor.setOrder(Ordered.LOWEST_PRECEDENCE - 1); // around the transaction, which comes last
        return advisor;
    }

    private static final class Writing extends StaticMethodMatcherPointcut {

        private final TransactionAttributeSource attributes = new AnnotationTransactionAttributeSource(false);

        @Override
        public boolean matches(Method method, Class<?> type) {
            var attribute = attributes.getTransactionAttribute(method, type);
            return attribute != null && !attribute.isReadOnly();
        }
    }

    private static final class Tries implements MethodInterceptor {

        private final ObjectProvider<Transactions> transactions;

        Tries(ObjectProvider<Transactions> transactions) {
            this.transactions = transactions;
        }

        @Override
        @SuppressWarnings("NullAway") // what is called may answer null
        public @Nullable Object invoke(MethodInvocation call) {
            return transactions
                    .getObject()
                    .tried(() -> ((ProxyMethodInvocation) call).invocableClone().proceed());
        }
    }
}
