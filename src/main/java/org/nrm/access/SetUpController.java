package org.nrm.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** {@code /set-up}: there while nobody has an account in a real installation, else 404. */
@Controller
@RequestMapping("/set-up")
class SetUpController {

    private static final String PAGE = "access/set-up";

    private final SetUp setUp;
    private final Agencies agencies;

    SetUpController(SetUp setUp, Agencies agencies) {
        this.setUp = setUp;
        this.agencies = agencies;
    }

    @ModelAttribute("agencies")
    List<Agency> agencies() {
        return agencies.all().stream()
                .filter(agency -> agency.holds("operator"))
                .toList();
    }

    @GetMapping
    String show(Model model) {
        if (!setUp.isOpen()) throw closed();
        model.addAttribute("form", new SetUpForm("", "", "", "", ""));
        return PAGE;
    }

    @PostMapping
    String complete(
            @ModelAttribute("form") SetUpForm form,
            BindingResult errors,
            @ModelAttribute("agencies") List<Agency> offered) {
        if (!setUp.isOpen()) throw closed();
        if (!setUp.accepts(form.code == null ? "" : form.code)) {
            errors.rejectValue("code", "access.set-up.code.wrong");
            return PAGE;
        }
        form.account().check(errors, offered);
        if (errors.hasErrors()) return PAGE;
        if (!setUp.complete(form.account().account())) throw closed();
        return "redirect:" + PageSecurity.SIGN_IN + "?set-up";
    }

    private static ResponseStatusException closed() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** As typed in. */
    record SetUpForm(
            @Nullable String code,
            @Nullable String login,
            @Nullable String name,
            @Nullable String agency,
            @Nullable String password) {

        AccountForm account() {
            return new AccountForm(login, name, agency, true, password);
        }

        /** Without code and password. */
        @Override
        public String toString() {
            return "set-up form";
        }
    }
}
