package org.nrm.rights.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.proof.Finding;
import org.nrm.rights.proof.Report;
import org.nrm.rights.proof.Rule;
import org.nrm.rights.proof.Verdict;

/** The report for a reader at a terminal. What could not be judged stands on the error output, too. */
final class TextReport {

    private static final int WIDTH = 100;

    private final Report report;
    private final boolean colours;
    /** Findings that are told with the one from which they follow. */
    private final Set<Finding> below = new HashSet<>();

    private final StringBuilder text = new StringBuilder();

    /** Findings of several rules that are one matter: same element, same cause. */
    private record Matter(
            String file, @Nullable String process, @Nullable String element, String cause) {

        static Matter of(Finding finding) {
            var other = finding.otherRun();
            return new Matter(
                    finding.file(),
                    finding.process(),
                    finding.element(),
                    other.isEmpty() ? finding.message() : "run " + other.get(other.size() - 1));
        }
    }

    TextReport(Report report, boolean colours) {
        this.report = report;
        this.colours = colours;
        var all = new HashSet<>(report.findings());
        for (var finding : all) if (finding.cause() != null && all.contains(finding.cause())) below.add(finding);
    }

    String text() {
        for (var model : report.models()) model(model);
        summary();
        return text.toString();
    }

    private void model(Report.Model model) {
        var matters = new LinkedHashMap<Matter, List<Finding>>();
        for (var finding : model.findings())
            if (!below.contains(finding))
                matters.computeIfAbsent(Matter.of(finding), matter -> new ArrayList<>())
                        .add(finding);
        if (matters.isEmpty()) return;
        line(bold(Words.oneLine(model.file() + (model.process() == null ? "" : ", process " + model.process()))) + ": "
                + red(model.verdict().word()));
        line("");
        matters.forEach(this::matter);
    }

    private void matter(Matter matter, List<Finding> findings) {
        var finding = findings.get(0);
        var rules = findings.stream().map(Finding::rule).distinct().collect(Collectors.joining(", "));
        line("  " + red(rules)
                + (matter.element() == null ? "" : "  " + bold(Words.oneLine(matter.element())))
                + (finding.name() == null ? "" : "  " + Words.oneLine(finding.name()))
                + (finding.line() > 0 ? "  line " + finding.line() : ""));
        paragraph("", finding.message());
        if (!finding.trace().isEmpty()) paragraph("The run: ", String.join(" > ", finding.trace()));
        if (!finding.otherRun().isEmpty()) paragraph("The other: ", String.join(" > ", finding.otherRun()));
        if (!finding.repair().isBlank()) paragraph("To mend it: ", finding.repair());
        var sources = findings.stream()
                .map(each -> source(each.rule()))
                .filter(source -> !source.isBlank())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!sources.isEmpty()) paragraph("Source: ", sources);
        following(findings);
        line("");
    }

    /** What need not be mended by itself. */
    private void following(List<Finding> causes) {
        var following = report.findings().stream()
                .filter(finding -> finding.cause() != null && causes.contains(finding.cause()))
                .toList();
        if (following.isEmpty()) return;
        paragraph("", "From this follows, and goes with it:");
        for (var finding : following)
            paragraph(
                    "- ",
                    finding.rule() + " "
                            + (causes.get(0).file().equals(finding.file()) ? "" : finding.file() + ", ")
                            + (finding.element() == null ? "" : "'" + finding.element() + "': ")
                            + finding.message());
    }

    private String source(String rule) {
        return report.rules().stream()
                .filter(each -> each.id().equals(rule))
                .map(Rule::source)
                .findFirst()
                .orElse("");
    }

    private void summary() {
        for (var model : report.models())
            if (model.verdict() == Verdict.PROVED) line(green("proved    ") + Words.oneLine(name(model)));
        for (var model : report.models())
            if (model.verdict() == Verdict.VIOLATED) line(red("violated  ") + Words.oneLine(name(model)));
        for (var model : report.models())
            if (model.verdict() == Verdict.UNUSABLE) line(red("unusable  ") + Words.oneLine(name(model)));
        line("");
        var counted = counts();
        var verdict = report.verdict();
        var broken = report.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.VIOLATED)
                .count();
        line(
                switch (verdict) {
                    case PROVED -> green(bold("Proved.")) + " Every process keeps every rule: " + counted;
                    case VIOLATED ->
                        red(bold("Violated.")) + " " + Words.count(broken, "finding", "findings") + ". Judged: "
                                + counted;
                    case UNUSABLE ->
                        red(bold("Unusable.")) + " Something could not be judged; see there."
                                + (broken > 0 ? " " + Words.count(broken, "finding", "findings") + " beside it." : "")
                                + " Judged: " + counted;
                });
    }

    private static String name(Report.Model model) {
        return model.process() == null ? model.file() : model.process() + "  (" + model.file() + ")";
    }

    private String counts() {
        var rules = report.rules();
        var span = rules.isEmpty()
                ? ""
                : " (" + rules.get(0).id()
                        + (rules.size() > 1
                                ? " to " + rules.get(rules.size() - 1).id()
                                : "") + ")";
        Map<Boolean, List<Report.Model>> judged = report.models().stream()
                .collect(Collectors.partitioningBy(model -> model.verdict() != Verdict.UNUSABLE));
        var models = judged.getOrDefault(true, List.of());
        return Words.count(rules.size(), "rule", "rules") + span + ", "
                + Words.count(models.size(), "process", "processes") + ", "
                + Words.count(models.stream().mapToLong(Report.Model::nodes).sum(), "node", "nodes") + ", "
                + Words.count(models.stream().mapToLong(Report.Model::states).sum(), "state", "states") + ", "
                + String.format(Locale.ROOT, "%.2f s.", report.millis() / 1000.0);
    }

    /** Wrapped between words, indented. */
    private void paragraph(String head, String words) {
        var indent = "    ";
        var line = new StringBuilder(indent).append(head);
        for (var word : Words.oneLine(words).split(" ", -1)) {
            if (line.length() + word.length() > WIDTH && !line.toString().isBlank()) {
                line(line.toString().stripTrailing());
                line = new StringBuilder(indent).append(head.isEmpty() ? "" : "  ");
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String bold(String words) {
        return code("1", words);
    }

    private String red(String words) {
        return code("31", words);
    }

    private String green(String words) {
        return code("32", words);
    }

    private String code(String code, String words) {
        return colours ? "\u001B[" + code + "m" + words + "\u001B[0m" : words;
    }
}
