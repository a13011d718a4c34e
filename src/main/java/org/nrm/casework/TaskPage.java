package org.nrm.casework;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts;
import org.nrm.access.Actor;
import org.nrm.pathway.OpenTask;
import org.nrm.pathway.TaskModels;
import org.nrm.records.file.CaseFiles;
import org.nrm.web.Conflict;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotThere;
import org.nrm.web.Page;
import org.nrm.web.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /tasks/{id}}: one task with its form. What has been typed is never lost: whatever goes wrong, it is shown again. */
@Page
@RequestMapping("/tasks/{id}")
class TaskPage {

    private static final String PAGE = "casework/task";

    /** Asks to take the task (again) before doing it. */
    private static final String CLAIM_FIRST = "_claim";

    private final Inbox inbox;
    private final DecisionTables tables;
    private final TaskModels models;
    private final CaseFiles caseFiles;
    private final Accounts accounts;
    private final Choices choices;
    private final PageWords words;

    TaskPage(
            Inbox inbox,
            DecisionTables tables,
            TaskModels models,
            CaseFiles caseFiles,
            Accounts accounts,
            Choices choices,
            PageWords words) {
        this.inbox = inbox;
        this.tables = tables;
        this.models = models;
        this.caseFiles = caseFiles;
        this.accounts = accounts;
        this.choices = choices;
        this.words = words;
    }

    /** What a table advises: on which question, and what. */
    record Advice(String on, String what) {}

    /** An answer that could not be sent, to be copied. */
    record Typed(String label, List<String> answers) {}

    @GetMapping
    String show(Actor actor, @PathVariable String id, Model model) {
        var opened = inbox.open(actor, id);
        return page(model, actor, opened, opened.data(), List.of());
    }

    @PostMapping
    String complete(
            Actor actor,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> posted,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        var answers = Map.<String, @Nullable Object>of();
        try {
            var form = inbox.blank(actor, id).form();
            answers = PageAnswers.of(form, posted);
            if (posted.containsKey(CLAIM_FIRST)) inbox.claim(actor, id);
            inbox.complete(actor, id, answers);
            afterwards.addFlashAttribute("done", "casework.task.done");
            return "redirect:/";
        } catch (InvalidAnswers e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(model, actor, inbox.blank(actor, id), answers, e.problems());
        } catch (Refusal e) {
            return refused(actor, id, posted, answers, reason(actor, id, e), model, response, afterwards);
        }
    }

    /** The fields anew after an answer on which others depend: the part for htmx, the page for who asks without it. */
    @PostMapping("/fields")
    String fields(
            Actor actor,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> posted,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        var opened = inbox.blank(actor, id);
        var page = page(model, actor, opened, PageAnswers.of(opened.form(), posted), List.of());
        return htmx == null ? page : "casework/fields :: task-fields";
    }

    @PostMapping("/advice")
    String advice(
            Actor actor, @PathVariable String id, @RequestParam MultiValueMap<String, String> posted, Model model) {
        var opened = inbox.blank(actor, id);
        model.addAttribute("task", opened.task());
        model.addAttribute("advice", advice(opened, PageAnswers.of(opened.form(), posted)));
        return "casework/fields :: advice";
    }

    private String page(
            Model model,
            Actor actor,
            Inbox.Opened opened,
            Map<String, ? extends @Nullable Object> answers,
            List<FieldProblem> problems) {
        var task = opened.task();
        var form = PageForm.of(opened.form(), answers, problems);
        var mine = actor.user().equals(task.assignee());
        model.addAttribute("task", task);
        model.addAttribute("sections", form.sections());
        model.addAttribute("problems", form.problemsInOrder());
        model.addAttribute("mine", mine);
        model.addAttribute("waitsForConsent", opened.waitsForConsent());
        model.addAttribute("editable", mine);
        model.addAttribute("holder", holder(actor, task));
        model.addAttribute(
                "onCase", !caseFiles.readingRoles(task.caseRef(), actor).isEmpty());
        model.addAttribute("advice", mine && PageForm.advised(opened.form()) ? advice(opened, answers) : null);
        return PAGE;
    }

    /** What cannot be seen may be done already, by the same person. */
    private Refusal reason(Actor actor, String id, Refusal refusal) {
        return refusal instanceof NotThere ? inbox.whyGone(actor, id) : refusal;
    }

    /** The answers could not be taken for a reason that is not in them. */
    private String refused(
            Actor actor,
            String id,
            MultiValueMap<String, String> posted,
            Map<String, @Nullable Object> answers,
            Refusal reason,
            Model model,
            HttpServletResponse response,
            RedirectAttributes afterwards) {
        if (reason instanceof Conflict conflict && conflict.reason() == Conflict.Reason.DONE) {
            afterwards.addFlashAttribute("done", "casework.task.done-already");
            return "redirect:/";
        }
        response.setStatus(HttpStatus.CONFLICT.value());
        try {
            page(model, actor, inbox.blank(actor, id), answers, List.of());
            model.addAttribute("refused", "casework.task.refused." + reason.word());
            model.addAttribute("editable", true);
            return PAGE;
        } catch (Refusal gone) {
            if (posted.size() < 2) throw gone;
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("typed", typed(actor, posted));
            return "casework/task-gone";
        }
    }

    /** What was typed into a form that one may no longer send, with its labels. */
    private List<Typed> typed(Actor actor, MultiValueMap<String, String> posted) {
        var form = models.formBefore(posted.getFirst("_version"), String.valueOf(posted.getFirst("_form")))
                .map(known -> choices.expand(known, actor.region()));
        if (form.isEmpty()) return List.of();
        var answers = PageAnswers.of(form.get(), posted);
        var typed = new ArrayList<Typed>();
        for (var question : form.get().questions()) {
            var answer = answers.get(question.key());
            if (answer == null || question.readOnly() || answer.equals(false)) continue;
            typed.add(new Typed(
                    question.label(),
                    PageForm.inWords(question, answer, words.of("answer", "yes"), words.of("answer", "no"))));
        }
        return typed;
    }

    /** What the tables advise, in words, and only where there is an answer to go by. */
    private List<Advice> advice(Inbox.Opened opened, Map<String, ? extends @Nullable Object> answers) {
        var form = opened.form();
        if (!PageForm.anythingAnswered(form, answers)) return List.of();
        var advised = tables.advice(opened.task(), form, new LinkedHashMap<>(answers));
        var advice = new ArrayList<Advice>();
        advised.forEach((on, what) -> form.question(on)
                .filter(question -> !what.isEmpty())
                .ifPresent(question -> PageForm.inWords(question, what, "", "").stream()
                        .findFirst()
                        .ifPresent(word -> advice.add(new Advice(question.label(), word)))));
        return advice;
    }

    /** Name of who holds the task; null while nobody does. */
    private @Nullable String holder(Actor actor, OpenTask task) {
        var holder = task.assignee();
        if (holder == null) return null;
        return accounts.ofAgency(actor.agency()).stream()
                .filter(colleague -> colleague.user().equals(holder))
                .map(Actor::name)
                .findFirst()
                .orElse(holder);
    }
}
