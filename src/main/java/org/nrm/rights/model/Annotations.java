package org.nrm.rights.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.mechanism.Words;

/** Reads the {@code nrm:*} properties of an element. */
public final class Annotations {

    private Annotations() {}

    /** The value of {@code nrm:<name>}, or empty. */
    public static Optional<String> value(BaseElement element, String name) {
        var extensions = element.getExtensionElements();
        if (extensions == null) return Optional.empty();
        return extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> ("nrm:" + name).equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    public static Optional<Strand> strand(BaseElement element) {
        return value(element, "strand").flatMap(Strand::of);
    }

    /** In the order in which they are listed; words that are no marks are left out. */
    public static List<Mark> marks(BaseElement element) {
        var marks = new ArrayList<Mark>();
        for (var word : Words.of(value(element, "marks").orElse(""), ","))
            Mark.of(word).ifPresent(marks::add);
        return marks;
    }

    /** The items of {@code nrm:of}: apart by semicolons. */
    public static List<String> of(BaseElement element) {
        return Words.of(value(element, "of").orElse(""), ";");
    }

    /** The items of {@code nrm:discloses}: apart by semicolons. */
    public static List<String> discloses(BaseElement element) {
        return Words.of(value(element, "discloses").orElse(""), ";");
    }

    /** What those of the items allow to pass on that are no kinds of service. */
    public static List<DisclosureScope> scopes(List<String> items) {
        return items.stream().flatMap(item -> DisclosureScope.of(item).stream()).toList();
    }
}
