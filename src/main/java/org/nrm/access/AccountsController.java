package org.nrm.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Accounts.Account;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /accounts}, for operators (the filter chain sees to that). Logins are in the body, never in the address. */
@Controller
@RequestMapping("/accounts")
class AccountsController {

    private static final String PAGE = "access/accounts";
    private static final String BACK = "redirect:/accounts";

    private final Accounts accounts;
    private final Agencies agencies;

    AccountsController(Accounts accounts, Agencies agencies) {
        this.accounts = accounts;
        this.agencies = agencies;
    }

    @ModelAttribute("agencies")
    List<Agency> agencies() {
        return agencies.all();
    }

    @ModelAttribute("rows")
    List<Row> rows() {
        return accounts.all().stream()
                .map(account -> new Row(
                        account.login(),
                        account.name(),
                        agencies.find(account.agency()).map(Agency::name).orElse(account.agency()),
                        agencies.find(account.agency()).isPresent(),
                        account.lead(),
                        account.active()))
                .toList();
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("form", AccountForm.EMPTY);
        return PAGE;
    }

    @PostMapping
    String add(
            @ModelAttribute("form") AccountForm form,
            BindingResult errors,
            Actor actor,
            RedirectAttributes afterwards) {
        form.check(errors, agencies.all());
        if (errors.hasErrors()) return PAGE;
        try {
            accounts.add(form.account(), actor);
        } catch (DuplicateKeyException e) {
            errors.rejectValue("login", "access.account.login.taken");
            return PAGE;
        }
        return done(afterwards, "added", form.account().login());
    }

    @PostMapping("/activate")
    String activate(@RequestParam String login, Actor actor, RedirectAttributes afterwards) {
        accounts.setActive(existing(login).login(), true, actor);
        return done(afterwards, "activated", login);
    }

    @PostMapping("/deactivate")
    String deactivate(@RequestParam String login, Actor actor, RedirectAttributes afterwards) {
        try {
            accounts.setActive(existing(login).login(), false, actor);
        } catch (Accounts.OwnAccount e) {
            afterwards.addFlashAttribute("refused", "access.accounts.own");
            return BACK;
        }
        return done(afterwards, "deactivated", login);
    }

    @PostMapping("/password")
    String setPassword(
            @RequestParam String login,
            @RequestParam String password,
            Actor actor,
            Model model,
            RedirectAttributes afterwards) {
        var account = existing(login);
        var problem = PasswordRule.problem(password, account.login());
        if (problem.isPresent()) {
            model.addAttribute("form", AccountForm.EMPTY);
            model.addAttribute("passwordOf", account.login());
            model.addAttribute("passwordProblem", "access.password." + problem.get());
            return PAGE;
        }
        accounts.setPassword(account.login(), password, actor);
        return done(afterwards, "password-set", login);
    }

    private Account existing(String login) {
        return accounts.account(login).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String done(RedirectAttributes afterwards, String what, @Nullable String login) {
        afterwards.addFlashAttribute("done", "access.accounts.done." + what);
        afterwards.addFlashAttribute("doneLogin", login);
        return BACK;
    }

    /** @param agencyKnown whether the directory still has it */
    record Row(String login, String name, String agency, boolean agencyKnown, boolean lead, boolean active) {}
}
