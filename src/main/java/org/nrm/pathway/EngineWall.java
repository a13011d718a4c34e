package org.nrm.pathway;

import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.Expression;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.scripting.ExecutableScript;
import org.camunda.bpm.engine.impl.scripting.ScriptFactory;
import org.camunda.bpm.engine.impl.util.xml.Element;

/** What no model makes the engine do, whoever deployed it: load a class, start a program, send a mail, run a script or a CMMN case. */
final class EngineWall {

    /** The engine loads and instantiates the class that they name, some of them while it reads the model. */
    private static final Set<String> CLASSES = Set.of("class", "variableMappingClass", "formHandlerClass");

    private EngineWall() {}

    static void raise(ProcessEngineConfigurationImpl configuration) {
        configuration.setScriptFactory(new NoScripts());
        configuration.setBpmnParseFactory(Parse::new);
        configuration.setCmmnEnabled(false);
        configuration.setEnableScriptEngineLoadExternalResources(false);
        configuration.setEnableExpressionsInAdhocQueries(false);
        configuration.setEnableExpressionsInStoredQueries(false);
    }

    /** Evaluates decision tables in memory, in FEEL and in nothing else. */
    static DmnEngine decisions() {
        var configuration = new DefaultDmnEngineConfiguration();
        configuration.setElProvider(expression -> {
            throw new DmnEngineException("Expressions in JUEL are off");
        });
        configuration.setScriptEngineResolver(language -> {
            throw new DmnEngineException("Scripts are off");
        });
        return configuration.buildEngine();
    }

    private static final class NoScripts extends ScriptFactory {

        @Override
        public ExecutableScript createScriptFromSource(String language, String source) {
            throw refused();
        }

        @Override
        public ExecutableScript createScriptFromSource(String language, Expression source) {
            throw refused();
        }

        @Override
        public ExecutableScript createScriptFromResource(String language, String resource) {
            throw refused();
        }

        @Override
        public ExecutableScript createScriptFromResource(String language, Expression resource) {
            throw refused();
        }

        private static ProcessEngineException refused() {
            return new ProcessEngineException("Scripts are off");
        }
    }

    private static final class Parse extends BpmnParse {

        Parse(BpmnParser parser) {
            super(parser);
        }

        /** Looks before the engine reads, since reading alone may load a class. */
        @Override
        protected void parseRootElement() {
            look(rootElement);
            super.parseRootElement();
        }

        private static void look(Element element) {
            for (var key : element.attributes()) {
                var name = key.substring(key.lastIndexOf(':') + 1);
                var value = String.valueOf(element.attribute(key));
                var runs = name.equals("type")
                        && !element.getTagName().equals("formField")
                        && (value.equals("shell") || value.equals("mail"));
                var validates = element.getTagName().equals("constraint")
                        && name.equals("config")
                        && !value.matches("-?[0-9]+");
                if (CLASSES.contains(name) || runs || validates)
                    throw new ProcessEngineException("Line " + element.getLine() + ": no model names " + name + " '"
                            + value + "', since the engine would run it");
            }
            element.elements().forEach(Parse::look);
        }
    }
}
