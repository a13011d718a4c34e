package org.nrm.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.nrm.access.Actor;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
        name = "Exports",
        description = "A case's history as a file, for auditors. None holds a name, and none is named after a case.")
class ExportController {

    private final Exports exports;
    private final CaseExports processMining;

    ExportController(Exports exports, CaseExports processMining) {
        this.exports = exports;
        this.processMining = processMining;
    }

    @GetMapping("/api/v1/cases/{ref}/export")
    @Operation(
            summary = "The case's history as a file: evidence bundle, XES (IEEE 1849) or OCEL 2.0",
            description =
                    "format: bundle, xes or ocel. content=true puts what was written down into the bundle, of the classes to which an access is approved. since: sizes of checkpoints that one holds, so that the bundle shows that it goes on from them.")
    void export(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "bundle") String format,
            @RequestParam(defaultValue = "false") boolean content,
            @RequestParam(defaultValue = "") List<Long> since,
            HttpServletResponse response)
            throws IOException {
        switch (format) {
            case "bundle" -> send("case.zip", "application/zip", exports.bundle(actor, ref, content, since), response);
            case "xes" -> send("case.xes", MediaType.APPLICATION_XML_VALUE, processMining.xes(actor, ref), response);
            case "ocel" ->
                send("case.jsonocel", MediaType.APPLICATION_JSON_VALUE, processMining.ocel(actor, ref), response);
            default -> throw new InvalidAnswers(List.of(new FieldProblem("format", "Must be bundle, xes or ocel.")));
        }
    }

    static void send(String name, String type, Exports.Writer writer, HttpServletResponse response) throws IOException {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        writer.write(response.getOutputStream());
    }
}
