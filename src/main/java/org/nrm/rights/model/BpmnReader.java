package org.nrm.rights.model;

import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.impl.BpmnModelInstanceImpl;
import org.camunda.bpm.model.xml.impl.ModelImpl;
import org.camunda.bpm.model.xml.impl.parser.AbstractModelParser;
import org.camunda.bpm.model.xml.instance.DomDocument;
import org.xml.sax.SAXException;

/**
 * Reads a BPMN file as {@link Bpmn} does, against the same schema. That one compiles the schema anew for each file, looks at each
 * file with it twice, and reads one file at a time.
 */
public final class BpmnReader extends AbstractModelParser {

    private static final Schema SCHEMA = schema();

    /** Where a text does not keep to the schema; empty if it does. */
    public static List<SchemaFaults.Fault> faults(String text) {
        return SchemaFaults.of(text, SCHEMA);
    }

    private static Schema schema() {
        try {
            return SchemaFactory.newDefaultInstance()
                    .newSchema(Bpmn.class.getClassLoader().getResource(BpmnModelConstants.BPMN_20_SCHEMA_LOCATION));
        } catch (SAXException e) {
            throw new IllegalStateException("The schema of BPMN cannot be read", e);
        }
    }

    @Override
    protected void configureFactory(DocumentBuilderFactory factory) {
        super.configureFactory(factory);
        // This would ask for a document type, too.
        factory.setValidating(false);
        factory.setSchema(SCHEMA);
    }

    @Override
    protected BpmnModelInstance createModelInstance(DomDocument document) {
        return new BpmnModelInstanceImpl(
                (ModelImpl) Bpmn.INSTANCE.getBpmnModel(), Bpmn.INSTANCE.getBpmnModelBuilder(), document);
    }
}
