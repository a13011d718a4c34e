package org.nrm.rights.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.rights.proof.Report;
import org.nrm.rights.proof.Rule;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report as JSON; its members are a contract. */
record JsonReport(Report report) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private record Whole(String verdict, List<Model> models) {}

    private record Model(
            String file,
            @Nullable String process,
            String verdict,
            List<Found> findings,
            int nodes,
            long states,
            long millis) {}

    private record Found(
            String rule,
            String severity,
            @Nullable String element,
            String message,
            String source,
            List<String> trace,
            int line,
            List<String> otherRun,
            String repair,
            @Nullable String name,
            @Nullable String follows) {}

    String text() {
        var sources = report.rules().stream().collect(Collectors.toMap(Rule::id, Rule::source, (one, other) -> one));
        return JSON.writeValueAsString(new Whole(
                report.verdict().word(),
                report.models().stream().map(model -> model(model, sources)).toList()));
    }

    private static Model model(Report.Model model, Map<String, String> sources) {
        return new Model(
                model.file(),
                model.process(),
                model.verdict().word(),
                model.findings().stream()
                        .map(finding -> new Found(
                                finding.rule(),
                                "error",
                                finding.element(),
                                finding.message(),
                                sources.getOrDefault(finding.rule(), ""),
                                finding.trace(),
                                finding.line(),
                                finding.otherRun(),
                                finding.repair(),
                                finding.name(),
                                finding.cause() == null ? null : finding.cause().toString()))
                        .toList(),
                model.nodes(),
                model.states(),
                model.millis());
    }
}
