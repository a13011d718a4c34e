package org.nrm.casework;

import java.util.List;
import java.util.Optional;
import org.nrm.forms.Choice;
import org.nrm.forms.Form;
import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.Agency;
import org.springframework.stereotype.Component;

/**
 * What a question offers that asks for an agency: {@code agencies} and {@code agencies-<role>}, which are those of the directory now. The
 * codes of all other lists are part of the version of the form.
 */
@Component
class Choices {

    private static final String AGENCIES = "agencies";

    private final Agencies agencies;

    Choices(Agencies agencies) {
        this.agencies = agencies;
    }

    /** The form with its choices of agencies, those of the region. */
    Form expand(Form form, String region) {
        return form.listing(list -> agencies(list, region)
                .map(found -> found.stream()
                        .map(agency -> new Choice(agency.id(), agency.name()))
                        .toList()));
    }

    private Optional<List<Agency>> agencies(String list, String region) {
        if (list.equals(AGENCIES)) return Optional.of(agencies.all());
        if (list.startsWith(AGENCIES + "-"))
            return Optional.of(agencies.holding(list.substring(AGENCIES.length() + 1), region));
        return Optional.empty();
    }
}
