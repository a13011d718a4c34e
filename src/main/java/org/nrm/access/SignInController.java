package org.nrm.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Roles;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /sign-in}; the form itself is taken by the filter chain, which forwards to here if it fails. */
@Controller
class SignInController {

    /** What one may come from: a parameter of the address, and the end of a message key. */
    private static final List<String> DONE = List.of("signed-out", "set-up");

    private final Installation installation;
    private final Accounts accounts;
    private final Roles roles;
    private final SetUp setUp;

    SignInController(Installation installation, Accounts accounts, Roles roles, SetUp setUp) {
        this.installation = installation;
        this.accounts = accounts;
        this.roles = roles;
        this.setUp = setUp;
    }

    @GetMapping(PageSecurity.SIGN_IN)
    String show(@RequestParam MultiValueMap<String, String> query, Model model) {
        DONE.stream().filter(query::containsKey).findFirst().ifPresent(done -> model.addAttribute("done", done));
        return page(model, "", null);
    }

    @PostMapping(PageSecurity.SIGN_IN_AGAIN)
    String showAgain(
            Model model,
            @RequestParam(defaultValue = "") String login,
            @RequestAttribute(name = PageSecurity.FAILURE, required = false) @Nullable String failure) {
        return page(model, login, failure);
    }

    private String page(Model model, String login, @Nullable String failure) {
        model.addAttribute("login", login);
        model.addAttribute("failure", failure);
        model.addAttribute("setUpOpen", setUp.isOpen());
        if (installation.demo()) {
            model.addAttribute("demoUsers", demoUsers());
            model.addAttribute("demoPassword", DemoUsers.PASSWORD);
        }
        return "access/sign-in";
    }

    /** By what they may do. */
    private Map<String, List<Actor>> demoUsers() {
        return DemoUsers.logins().stream()
                .flatMap(login -> accounts.find(login).stream())
                .collect(Collectors.groupingBy(this::roleNames, LinkedHashMap::new, Collectors.toList()));
    }

    private String roleNames(Actor actor) {
        return roles.ids().stream().filter(actor::holds).map(roles::name).collect(Collectors.joining(", "));
    }
}
