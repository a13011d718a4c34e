package org.nrm.rights.model;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.validation.Schema;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.impl.DmnParser;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.xml.ModelException;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.SchemaFaults.Fault;

/** Reads a DMN file as {@link Dmn} does, and says in words why it cannot. */
final class DmnReader extends DmnParser {

    private static final Map<String, Schema> SCHEMAS = new DmnReader().schemas;

    private DmnReader() {}

    static DmnModelInstance read(String file, String text) throws UnusableTable {
        try {
            SafeXml.check(file, text);
            var model = Dmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            for (var decision : model.getModelElementsByType(Decision.class)) {
                if (decision.getId() == null) throw new UnusableTable("a decision has no id; give it one");
                required(decision);
            }
            return model;
        } catch (UnusableFile e) {
            throw new UnusableTable(List.of(new Fault(e.line(), null, String.valueOf(e.getMessage()))));
        } catch (ModelException e) {
            var faults = SCHEMAS.values().stream()
                    .map(schema -> SchemaFaults.of(text, schema))
                    .min((one, other) -> one.size() - other.size())
                    .orElse(List.of());
            throw faults.isEmpty() ? new UnusableTable("is not a DMN model") : new UnusableTable(faults);
        }
    }

    /** What a decision requires is a decision. */
    private static void required(Decision decision) throws UnusableTable {
        for (var requirement : decision.getInformationRequirements())
            for (var child : requirement.getDomElement().getChildElements()) {
                var named = child.getAttribute("href");
                if (named == null || !child.getLocalName().equals("requiredDecision")) continue;
                var element = decision.getModelInstance().getModelElementById(named.replaceFirst("^.*#", ""));
                if (!(element instanceof Decision))
                    throw new UnusableTable("the decision '" + decision.getId() + "' requires '" + named
                            + "', which is no decision of the file");
            }
    }
}
