package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagrams can be read: everything is drawn, nothing lies on another shape, no flow goes through one, it goes left to right. */
@Tag("slow")
class LayoutTests {

    /** Pixels by which lines may touch a border. */
    private static final double TOUCH = 1;

    static Stream<File> diagrams() {
        return Stream.of(new File("processes").listFiles((folder, name) -> name.endsWith(".bpmn")))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyElementIsDrawn(File file) {
        var model = Bpmn.readModelFromFile(file);
        for (var node : model.getModelElementsByType(FlowNode.class))
            assertThat(node.getDiagramElement()).as(node.getId()).isNotNull();
        for (var flow : model.getModelElementsByType(SequenceFlow.class))
            assertThat(flow.getDiagramElement()).as(flow.getId()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void noShapeLiesOnAnother(File file) {
        var shapes = shapes(Bpmn.readModelFromFile(file));
        var overlaps = new ArrayList<String>();
        for (var one : shapes)
            for (var other : shapes)
                if (one.node().getId().compareTo(other.node().getId()) < 0
                        && !related(one.node(), other.node())
                        && one.overlaps(other))
                    overlaps.add(one.node().getId() + " and " + other.node().getId());
        assertThat(overlaps).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void noFlowGoesThroughAShape(File file) {
        var model = Bpmn.readModelFromFile(file);
        var crossings = new ArrayList<String>();
        var shapes = shapes(model);
        for (var flow : model.getModelElementsByType(SequenceFlow.class)) {
            var points = List.copyOf(flow.getDiagramElement().getWaypoints());
            for (var shape : shapes) {
                if (shape.node().equals(flow.getSource()) || shape.node().equals(flow.getTarget())) continue;
                if (holds(shape.node(), flow.getSource()) || hostOf(shape.node(), flow)) continue;
                for (var i = 1; i < points.size(); i++)
                    if (shape.isCrossedBy(points.get(i - 1), points.get(i)))
                        crossings.add(flow.getId() + " through " + shape.node().getId());
            }
        }
        assertThat(crossings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void theDiagramGoesFromLeftToRight(File file) {
        var model = Bpmn.readModelFromFile(file);
        var forward = 0;
        var all = 0;
        for (var flow : model.getModelElementsByType(SequenceFlow.class)) {
            if (flow.getSource() instanceof BoundaryEvent) continue;
            var points = List.copyOf(flow.getDiagramElement().getWaypoints());
            all++;
            if (points.get(0).getX() <= points.get(points.size() - 1).getX()) forward++;
        }
        assertThat(forward).as("flows that go to the right, of %s", all).isGreaterThan(all * 3 / 4);
        for (var start : model.getModelElementsByType(StartEvent.class))
            if (start.getParentElement() instanceof SubProcess scope)
                assertThat(Shape.of(start).left())
                        .isLessThan(Shape.of(scope).left() + Shape.of(scope).width() / 2);
    }

    private static List<Shape> shapes(BpmnModelInstance model) {
        return model.getModelElementsByType(FlowNode.class).stream()
                .map(Shape::of)
                .toList();
    }

    private static boolean related(FlowNode one, FlowNode other) {
        return holds(one, other)
                || holds(other, one)
                || (one instanceof BoundaryEvent event && holdsOrIs(event.getAttachedTo(), other))
                || (other instanceof BoundaryEvent event && holdsOrIs(event.getAttachedTo(), one))
                || (one instanceof BoundaryEvent first
                        && other instanceof BoundaryEvent second
                        && first.getAttachedTo().equals(second.getAttachedTo()));
    }

    private static boolean hostOf(FlowNode shape, SequenceFlow flow) {
        return flow.getSource() instanceof BoundaryEvent event
                && event.getAttachedTo().equals(shape);
    }

    private static boolean holdsOrIs(FlowNode scope, FlowNode node) {
        return scope.equals(node) || holds(scope, node);
    }

    private static boolean holds(FlowNode scope, FlowNode node) {
        for (var parent = node.getParentElement(); parent != null; parent = parent.getParentElement())
            if (parent.equals(scope)) return true;
        return false;
    }

    /** Where a node is drawn. */
    private record Shape(FlowNode node, double left, double top, double width, double height) {

        static Shape of(FlowNode node) {
            Bounds bounds = ((BpmnShape) node.getDiagramElement()).getBounds();
            return new Shape(node, bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight());
        }

        boolean overlaps(Shape other) {
            return left < other.left + other.width - TOUCH
                    && other.left < left + width - TOUCH
                    && top < other.top + other.height - TOUCH
                    && other.top < top + height - TOUCH;
        }

        /** Lines are drawn straight up, down, left or right. */
        boolean isCrossedBy(Waypoint from, Waypoint to) {
            return Math.min(from.getX(), to.getX()) < left + width - TOUCH
                    && Math.max(from.getX(), to.getX()) > left + TOUCH
                    && Math.min(from.getY(), to.getY()) < top + height - TOUCH
                    && Math.max(from.getY(), to.getY()) > top + TOUCH;
        }
    }
}
