package org.nrm.casework;

import java.util.List;
import java.util.Map;
import org.nrm.access.Agencies;
import org.nrm.access.Agency;
import org.nrm.forms.Choice;
import org.nrm.forms.Form;
import org.nrm.mechanism.SettingsFile;
import org.nrm.mechanism.UnusableSettings;
import org.springframework.stereotype.Component;

/**
 * The closed lists of codes, each in one place ({@code config/lists.yaml}). {@code agencies} and {@code agencies-<role>} come
 * from the directory.
 */
@Component
class CodeLists {

    private static final String AGENCIES = "agencies";

    /**
     * One code.
     *
     * @param dimension of an indicator; null elsewhere
     * @param strength  of an indicator: strong, medium or weak; null elsewhere
     */
    record Code(
            String value,
            String label,
            @org.jspecify.annotations.Nullable String dimension,
            @org.jspecify.annotations.Nullable String strength) {}

    private record File(Map<String, List<Code>> lists) {}

    private final Map<String, List<Code>> lists;
    private final Agencies agencies;

    CodeLists(Agencies agencies) {
        this.agencies = agencies;
        lists = new SettingsFile("lists.yaml").read(File.class).lists();
    }

    /** The codes of the list, in its order; agencies are those of the region. */
    List<Code> codes(String id, String region) {
        var list = lists.get(id);
        if (list != null) return list;
        if (id.equals(AGENCIES))
            return agencies.all().stream().map(CodeLists::code).toList();
        if (id.startsWith(AGENCIES + "-"))
            return agencies.holding(id.substring(AGENCIES.length() + 1), region).stream()
                    .map(CodeLists::code)
                    .toList();
        throw new UnusableSettings("The list '" + id + "' is not in config/lists.yaml");
    }

    /** The form with the choices of its lists; agencies are those of the region. */
    Form expand(Form form, String region) {
        return form.listing(list -> codes(list, region).stream()
                .map(code -> new Choice(code.value(), code.label()))
                .toList());
    }

    private static Code code(Agency agency) {
        return new Code(agency.id(), agency.name(), null, null);
    }
}
