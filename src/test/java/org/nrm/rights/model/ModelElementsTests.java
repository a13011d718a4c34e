package org.nrm.rights.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.ModelElements.Kind;

class ModelElementsTests {

    private static final String MODEL = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:nrm:test">
              <process id="p" name=" The  way ">
                <startEvent id="begin-here"/>
                <userTask id="offer" name="Offer
                    shelter"><extensionElements><camunda:properties><camunda:property name="nrm:strand" value="assistance"/><camunda:property name="nrm:marks" value="offers, informs"/></camunda:properties></extensionElements></userTask>
                <subProcess id="inside"><intermediateCatchEvent id="wait"/></subProcess>
                <exclusiveGateway id="which" name="Which?"/>
                <sequenceFlow id="first" sourceRef="begin-here" targetRef="offer"/>
                <sequenceFlow id="yes" name="yes" sourceRef="which" targetRef="offer"/>
              </process>
            </definitions>""";

    private static final String OTHER = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:nrm:test">
              <process id="q"><endEvent id="offer"/></process>
            </definitions>""";

    private final ModelElements elements = ModelElements.of(List.of(read(MODEL), read(OTHER)));

    private static BpmnModelInstance read(String text) {
        return Bpmn.readModelFromStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aProcessWithoutANameIsCalledByItsId() {
        assertThat(elements.processes()).isEqualTo(Map.of("p", "The way", "q", "q"));
    }

    @Test
    void anElementIsThatOfItsProcess() {
        var offer = elements.find("p", "offer").orElseThrow();

        assertThat(offer.kind()).isEqualTo(Kind.USER_TASK);
        assertThat(offer.name()).isEqualTo("Offer shelter");
        assertThat(offer.strand()).isEqualTo(Strand.ASSISTANCE);
        assertThat(offer.marks()).containsExactly(Mark.OFFERS, Mark.INFORMS);
        assertThat(elements.find("q", "offer").orElseThrow().kind()).isEqualTo(Kind.EVENT);
        assertThat(elements.find("q", "inside")).isEmpty();
    }

    @Test
    void whatStandsInASubprocessIsThere() {
        assertThat(elements.find("p", "wait").orElseThrow().kind()).isEqualTo(Kind.WAITING_EVENT);
        assertThat(elements.find("p", "inside").orElseThrow().kind()).isEqualTo(Kind.ACTIVITY);
        assertThat(elements.find("p", "which").orElseThrow().kind()).isEqualTo(Kind.GATEWAY);
    }

    @Test
    void aFlowIsCalledAfterItsEnds() {
        assertThat(elements.find("p", "first").orElseThrow().inWords()).isEqualTo("begin here → Offer shelter");
        assertThat(elements.find("p", "yes").orElseThrow().inWords()).isEqualTo("Which? → Offer shelter (yes)");
        assertThat(elements.find("p", "yes").orElseThrow().kind()).isEqualTo(Kind.FLOW);
    }
}
