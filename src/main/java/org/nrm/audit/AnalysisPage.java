package org.nrm.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.web.Conflict;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.Page;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /cases/{ref}/analysis}, for auditors: what would have been offered otherwise, and whether the history fits its model; and
 * {@code /counterfactuals}, the same for all cases of a year.
 */
@Page
class AnalysisPage {

    private final Analysis analysis;
    private final Clock clock;

    AnalysisPage(Analysis analysis, Clock clock) {
        this.analysis = analysis;
        this.clock = clock;
    }

    @GetMapping("/cases/{ref}/analysis")
    String show(Actor actor, @PathVariable String ref, Model model) {
        var otherwise = analysis.counterfactual(actor, ref);
        model.addAttribute("ref", ref);
        model.addAttribute("version", otherwise.state().version());
        model.addAttribute("counterfactual", otherwise.counterfactual());
        model.addAttribute("conformance", analysis.conformance(actor, ref).conformance());
        model.addAttribute("since", new Since());
        return "audit/analysis";
    }

    /** Times since a case was opened, in words. */
    static final class Since {

        public String words(@Nullable Duration time) {
            if (time == null) return "—";
            if (time.toDays() > 0) return time.toDays() + " d " + time.toHoursPart() + " h";
            return time.toHours() > 0
                    ? time.toHours() + " h " + time.toMinutesPart() + " min"
                    : time.toMinutes() + " min";
        }
    }

    @GetMapping("/counterfactuals")
    String year(Actor actor, Model model) {
        model.addAttribute("progress", analysis.latest(actor).orElse(null));
        model.addAttribute(
                "thisYear",
                LocalDate.ofInstant(clock.instant(), clock.getZone()).getYear());
        return "audit/counterfactuals";
    }

    @PostMapping("/counterfactuals")
    String begin(Actor actor, @RequestParam(defaultValue = "") String year, Model model) {
        try {
            analysis.begin(actor, year.matches("\\d{4}") ? Integer.valueOf(year) : null);
            return "redirect:/counterfactuals";
        } catch (InvalidAnswers e) {
            model.addAttribute("problem", e.problems().get(0).message());
        } catch (Conflict e) {
            model.addAttribute("problem", e.getMessage());
        }
        return year(actor, model);
    }
}
