package org.nrm.rights.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.SafeXml;
import org.nrm.rights.proof.Finding;
import org.nrm.rights.proof.Report;
import org.nrm.rights.proof.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The report in the Static Analysis Results Interchange Format 2.1.0 (OASIS), for code hosts and editors. */
final class SarifReport {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Report report;
    private final Map<String, Map<String, Integer>> lines = new LinkedHashMap<>();
    private final Map<String, Integer> fingerprints = new HashMap<>();

    /**
     * A report.
     *
     * @param texts    of the process files, to find the places of a run in them
     */
    SarifReport(Report report, Map<String, String> texts) {
        this.report = report;
        texts.forEach((file, text) -> {
            try {
                lines.put(file, SafeXml.check(file, text));
            } catch (UnusableFile e) {
                // Stands in the report.
            }
        });
    }

    String text() {
        var root = JSON.createObjectNode();
        root.put(
                "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        root.put("version", "2.1.0");
        var run = root.putArray("runs").addObject();
        var driver = run.putObject("tool").putObject("driver");
        driver.put("name", "NRM engine");
        var rules = driver.putArray("rules");
        for (var rule : report.rules()) {
            var node = rules.addObject();
            node.put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.statement());
            node.putObject("help").put("text", rule.statement() + " Source: " + rule.source());
            node.putObject("properties")
                    .put("source", rule.source())
                    .put("kind", rule.kind())
                    .put(
                            "form",
                            rule.form()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'));
        }
        invocation(run.putArray("invocations").addObject());
        var results = run.putArray("results");
        for (var finding : report.findings())
            if (finding.verdict() == Verdict.VIOLATED) result(results.addObject(), finding);
        return JSON.writeValueAsString(root);
    }

    private void invocation(ObjectNode invocation) {
        invocation.put("executionSuccessful", report.verdict() != Verdict.UNUSABLE);
        invocation.put("exitCode", VerifyCommand.exitCode(report.verdict()));
        var notifications = invocation.putArray("toolExecutionNotifications");
        for (var finding : report.findings()) {
            if (finding.verdict() != Verdict.UNUSABLE) continue;
            var notification = notifications.addObject().put("level", "error");
            notification.putObject("message").put("text", finding.message() + following(finding));
            place(
                    notification.putArray("locations").addObject(),
                    finding.file(),
                    finding.line(),
                    finding.process(),
                    finding.element());
        }
    }

    private void result(ObjectNode result, Finding finding) {
        result.put("ruleId", finding.rule());
        for (var at = 0; at < report.rules().size(); at++)
            if (report.rules().get(at).id().equals(finding.rule())) result.put("ruleIndex", at);
        result.put("level", "error");
        result.putObject("message")
                .put(
                        "text",
                        finding.message()
                                + (finding.repair().isBlank() ? "" : " To mend it: " + finding.repair())
                                + following(finding));
        place(
                result.putArray("locations").addObject(),
                finding.file(),
                finding.line(),
                finding.process(),
                finding.element());
        result.putObject("partialFingerprints").put("ruleElementSource/v1", fingerprint(finding));
        if (finding.trace().isEmpty() && finding.otherRun().isEmpty()) return;
        var threads = result.putArray("codeFlows").addObject().putArray("threadFlows");
        if (!finding.trace().isEmpty()) thread(threads.addObject(), "the run", finding.trace(), finding);
        if (!finding.otherRun().isEmpty()) thread(threads.addObject(), "the other run", finding.otherRun(), finding);
    }

    private static String following(Finding finding) {
        return finding.cause() == null ? "" : " It follows from: " + finding.cause();
    }

    private void thread(ObjectNode thread, String id, List<String> run, Finding finding) {
        thread.put("id", id);
        var locations = thread.putArray("locations");
        for (var element : run) {
            var file = fileOf(element, finding.file());
            place(
                    locations.addObject().putObject("location"),
                    file,
                    lines.getOrDefault(file, Map.of()).getOrDefault(element, 0),
                    file.equals(finding.file()) ? finding.process() : null,
                    element);
        }
    }

    /** The file in which a step of a run stands: that of the finding, else the first other, since calls are followed. */
    private String fileOf(String element, String preferred) {
        if (lines.getOrDefault(preferred, Map.of()).containsKey(element)) return preferred;
        return lines.entrySet().stream()
                .filter(file -> file.getValue().containsKey(element))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(preferred);
    }

    private static void place(
            ObjectNode location, String file, int line, @Nullable String process, @Nullable String element) {
        var physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(file));
        if (line > 0) physical.putObject("region").put("startLine", line);
        if (element == null && process == null) return;
        var logical = location.putArray("logicalLocations").addObject();
        logical.put("name", element == null ? process : element);
        logical.put(
                "fullyQualifiedName", element == null ? process : process == null ? element : process + "/" + element);
    }

    /** Relative for a relative path. */
    private static String uri(String file) {
        try {
            if (Path.of(file).isAbsolute()) return Path.of(file).toUri().toASCIIString();
            return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException | java.nio.file.InvalidPathException e) {
            return "unnamed";
        }
    }

    /** Stays the same while rule, element and what it hangs on do. */
    private String fingerprint(Finding finding) {
        var other = finding.otherRun();
        var key = String.join(
                "\n",
                finding.rule(),
                String.valueOf(finding.process()),
                String.valueOf(finding.element()),
                other.isEmpty() ? "" : other.get(other.size() - 1));
        var again = fingerprints.merge(key, 1, Integer::sum);
        return sha256(again == 1 ? key : key + "\n" + again);
    }

    private static String sha256(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
