package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was found into the order in which it is told.
 *
 * @param files     of processes
 * @param models    of those files that are models
 * @param processes ids of those of each file
 * @param states    that were looked at, by process
 * @param millis    that it took, by process
 */
record Reporting(
        Set<String> files,
        Map<String, BpmnModelInstance> models,
        Map<String, Set<String>> processes,
        Map<String, Long> states,
        Map<String, Long> millis,
        Rules rules) {

    /** Characters of a message: what a file holds may be quoted in it. */
    private static final int LONGEST = 2_000;

    /** All that was found. */
    Report of(List<Finding> findings, long took) {
        var order = Comparator.comparing(Finding::file)
                .thenComparing(finding -> String.valueOf(finding.process()))
                .thenComparing(finding -> finding.cause() != null)
                .thenComparingInt(Finding::line)
                .thenComparing(finding -> String.valueOf(finding.element()))
                .thenComparing(Finding::rule, rules.order())
                .thenComparing(Finding::message);
        var reported = new ArrayList<Report.Model>();
        var left = new LinkedHashSet<>(
                findings.stream().map(this::named).sorted(order).toList());
        for (var entry : new TreeSet<>(files)) {
            for (var id : processes.getOrDefault(entry, Set.of())) {
                var own = left.stream()
                        .filter(finding -> finding.file().equals(entry) && id.equals(finding.process()))
                        .toList();
                own.forEach(left::remove);
                reported.add(model(entry, id, own));
            }
            var rest = left.stream()
                    .filter(finding -> finding.file().equals(entry))
                    .toList();
            rest.forEach(left::remove);
            if (!rest.isEmpty() || !processes.containsKey(entry)) reported.add(model(entry, null, rest));
        }
        for (var file : new LinkedHashSet<>(left.stream().map(Finding::file).toList()))
            reported.add(model(
                    file,
                    null,
                    left.stream().filter(finding -> finding.file().equals(file)).toList()));
        var verdict = reported.stream()
                .map(Report.Model::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PROVED);
        return new Report(verdict, reported, rules.all(), took);
    }

    /** With what the element and that of the cause are called. */
    private Finding named(Finding given) {
        var finding = given.cut(LONGEST);
        var model = models.get(finding.file());
        if (model == null || finding.element() == null)
            return finding.cause() == null ? finding : finding.because(named(finding.cause()));
        var element = model.getModelElementById(finding.element());
        // An element without a namespace cannot be asked.
        var name = element == null || element.getDomElement().getNamespaceURI() == null
                ? null
                : element.getDomElement().getAttribute("name");
        var called =
                name == null || name.isBlank() ? null : Verifier.oneLine(name).strip();
        var cause = finding.cause();
        return finding.named(called).because(cause == null ? null : named(cause));
    }

    private Report.Model model(String file, @Nullable String process, List<Finding> own) {
        var verdict = own.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PROVED);
        var nodes = process == null ? 0 : nodes(models.get(file));
        return new Report.Model(
                file,
                process,
                process == null && own.isEmpty() ? Verdict.UNUSABLE : verdict,
                own,
                nodes,
                states.getOrDefault(String.valueOf(process), 0L),
                millis.getOrDefault(String.valueOf(process), 0L));
    }

    private static int nodes(@Nullable BpmnModelInstance model) {
        if (model == null) return 0;
        return (int) model.getModelElementsByType(Process.class).stream()
                .flatMap(process -> Elements.descendants(process).stream())
                .filter(FlowNode.class::isInstance)
                .count();
    }
}
