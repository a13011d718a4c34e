package org.nrm.rights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** A real engine of its own, that runs what it is told to and keeps nothing. */
public final class Engines {

    private Engines() {}

    /** Ids in order, so that runs are the same each time. */
    private static final class Counter implements IdGenerator {
        private long next = 1_000_000;

        @Override
        public String getNextId() {
            return String.valueOf(next++);
        }
    }

    /** An engine that does nothing by itself, and on which the listener looks. */
    public static ProcessEngine build(ProcessEngineConfigurationImpl configuration, BpmnParseListener listener) {
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("none");
        configuration.setJobExecutorActivate(false);
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setIdGenerator(new Counter());
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(listener)));
        return configuration.buildProcessEngine();
    }

    /** Deploys a model, lets the work be done, and takes it away again; false if the engine refuses it. */
    public static boolean with(ProcessEngine engine, Map<String, String> files, Runnable work) {
        var builder = engine.getRepositoryService().createDeployment();
        files.forEach(builder::addString);
        String deployment;
        try {
            deployment = builder.deploy().getId();
        } catch (ProcessEngineException e) {
            return false;
        }
        try {
            work.run();
        } finally {
            engine.getRepositoryService().deleteDeployment(deployment, true, true, true);
        }
        return true;
    }
}
