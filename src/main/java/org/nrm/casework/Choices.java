package org.nrm.casework;

import java.util.List;
import org.nrm.forms.Choice;
import org.nrm.forms.Form;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.nrm.mechanism.CodeLists;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.stereotype.Component;

/** What a question offers that names a list: the codes of it; {@code agencies} and {@code agencies-<role>} come from the directory. */
@Component
class Choices {

    private static final String AGENCIES = "agencies";

    private final CodeLists lists;
    private final Agencies agencies;

    Choices(CodeLists lists, Agencies agencies) {
        this.lists = lists;
        this.agencies = agencies;
    }

    /** The choices of the list, in its order; agencies are those of the region. */
    List<Choice> of(String list, String region) {
        var codes = lists.find(list);
        if (codes.isPresent())
            return codes.get().stream()
                    .map(code -> new Choice(code.value(), code.label()))
                    .toList();
        if (list.equals(AGENCIES))
            return agencies.all().stream().map(Choices::choice).toList();
        if (list.startsWith(AGENCIES + "-"))
            return agencies.holding(list.substring(AGENCIES.length() + 1), region).stream()
                    .map(Choices::choice)
                    .toList();
        throw new UnusableSettings("The list '" + list + "' is not in config/lists.yaml");
    }

    /** The form with the choices of its lists; agencies are those of the region. */
    Form expand(Form form, String region) {
        return form.listing(list -> of(list, region));
    }

    private static Choice choice(Agency agency) {
        return new Choice(agency.id(), agency.name());
    }
}
