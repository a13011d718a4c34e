package org.nrm.pathway;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.nrm.mechanism.WorkingCalendar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.transaction.PlatformTransactionManager;

/** The embedded engine. Models reach two beans by expression and no others: {@code deadlines} and {@code sendMessage}. */
@Configuration
class EngineConfiguration {

    @Bean(destroyMethod = "close")
    @DependsOn("flywayInitializer")
    ProcessEngine processEngine(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            ModelSets sets,
            WorkingCalendar calendar,
            Clock clock,
            MessageSender sendMessage,
            StepRecorder recorder,
            DeclaredVariables declaredVariables,
            FactRecorder facts) {
        var configuration = new SpringProcessEngineConfiguration();
        configuration.setProcessEngineName("nrm");
        configuration.setDataSource(dataSource);
        configuration.setTransactionManager(transactions);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("full");
        configuration.setCustomHistoryEventHandlers(List.of(declaredVariables, facts));
        configuration.setIdGenerator(new StrongUuidGenerator());
        // Without this every bean of the service would be within reach of models.
        configuration.setBeans(Map.of());
        EngineWall.raise(configuration);
        configuration.setExpressionManager(new InstanceDeadlines(sets, calendar, clock, sendMessage));
        configuration.setCustomPreBPMNParseListeners(List.of(recorder));
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.setJobExecutorActivate(false);
        // A timer that meets a busy case is tried again, for a day if need be: a right must not be lost to a lock.
        configuration.setFailedJobRetryTimeCycle("R288/PT5M");
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        return configuration.buildProcessEngine();
    }

    @Bean
    RepositoryService repositoryService(ProcessEngine engine) {
        return engine.getRepositoryService();
    }

    @Bean
    RuntimeService runtimeService(ProcessEngine engine) {
        return engine.getRuntimeService();
    }

    @Bean
    TaskService taskService(ProcessEngine engine) {
        return engine.getTaskService();
    }

    @Bean
    HistoryService historyService(ProcessEngine engine) {
        return engine.getHistoryService();
    }

    @Bean
    ManagementService managementService(ProcessEngine engine) {
        return engine.getManagementService();
    }
}
