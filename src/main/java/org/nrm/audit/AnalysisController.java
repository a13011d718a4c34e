package org.nrm.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.CaseState;
import org.nrm.rights.follow.Counterfactual;
import org.nrm.rights.follow.Deviation;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Audit", description = "For auditors; to everybody else there is no such case.")
class AnalysisController {

    private final Analysis analysis;

    AnalysisController(Analysis analysis) {
        this.analysis = analysis;
    }

    record ModelView(int version, @Nullable String hash) {

        static ModelView of(CaseState state) {
            return new ModelView(state.version(), state.model());
        }
    }

    /** @param actual since the case was opened, ISO 8601; null if it was not reached */
    record ChangeView(
            String element,
            String name,
            String strand,
            List<String> of,
            String status,
            @Nullable Duration actual,
            @Nullable Duration counterfactual) {

        static ChangeView of(Counterfactual.Change change) {
            return new ChangeView(
                    change.element(),
                    change.name(),
                    change.strand(),
                    change.of(),
                    change.status().word(),
                    change.actual(),
                    change.counterfactual());
        }
    }

    record VariantView(
            String what,
            @Nullable String element,
            @Nullable String from,
            String to,
            boolean same,
            List<ChangeView> changes) {}

    /** @param asRecorded where the case went another way than its model does with what was recorded */
    record CounterfactualView(
            String caseRef,
            ModelView model,
            boolean same,
            String sentence,
            List<ChangeView> asRecorded,
            List<VariantView> variants) {}

    record DeviationView(
            long seq,
            String kind,
            @Nullable String process,
            @Nullable String element,
            String name,
            String sentence) {

        static DeviationView of(Deviation deviation) {
            return new DeviationView(
                    deviation.seq(),
                    deviation.kind().word(),
                    deviation.process(),
                    deviation.element(),
                    deviation.name(),
                    deviation.sentence());
        }
    }

    record ConformanceView(
            String caseRef, ModelView model, boolean fits, double fitness, List<DeviationView> deviations) {}

    record YearBody(@Nullable Integer year) {}

    static String sentence(Counterfactual counterfactual) {
        return counterfactual.same()
                ? "Whatever she had answered, and whatever law enforcement had done, she would have been offered the same, at the same time."
                : "With other answers, or without law enforcement, she would have been offered something else, or later.";
    }

    @GetMapping("/api/v1/cases/{ref}/counterfactual")
    @Operation(
            summary =
                    "What would have been offered had each answer on co-operation, documents and return been different")
    CounterfactualView counterfactual(Actor actor, @PathVariable String ref) {
        var otherwise = analysis.counterfactual(actor, ref);
        var result = otherwise.counterfactual();
        return new CounterfactualView(
                ref,
                ModelView.of(otherwise.state()),
                result.same(),
                sentence(result),
                result.asRecorded().stream().map(ChangeView::of).toList(),
                result.variants().stream()
                        .map(variant -> new VariantView(
                                variant.what(),
                                variant.element(),
                                variant.from(),
                                variant.to(),
                                variant.changes().isEmpty(),
                                variant.changes().stream().map(ChangeView::of).toList()))
                        .toList());
    }

    @GetMapping("/api/v1/cases/{ref}/conformance")
    @Operation(summary = "Does the history fit the models that were in force?")
    ConformanceView conformance(Actor actor, @PathVariable String ref) {
        var fit = analysis.conformance(actor, ref);
        var result = fit.conformance();
        return new ConformanceView(
                ref,
                ModelView.of(fit.state()),
                result.fits(),
                result.fitness(),
                result.deviations().stream().map(DeviationView::of).toList());
    }

    @PostMapping("/api/v1/counterfactuals")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Begins counterfactual replay of all cases that were opened in a year",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(examples = @ExampleObject("{\"year\": 2026}"))))
    Batch.Progress begin(Actor actor, @RequestBody YearBody body) {
        return analysis.begin(actor, body.year());
    }

    @GetMapping("/api/v1/counterfactuals/{id}")
    @Operation(summary = "How far it has come, and what was found so far")
    Batch.Progress progress(Actor actor, @PathVariable String id) {
        return analysis.progress(actor, id);
    }
}
