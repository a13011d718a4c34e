package org.nrm.pathway;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nrm.mechanism.Mark;
import org.nrm.rights.model.Annotations;

/**
 * A user task as the model describes it.
 *
 * @param marks   words of {@code nrm:marks}, in order
 * @param of      items of {@code nrm:of}
 * @param discloses items of {@code nrm:discloses}, as {@code support, contact -> shelter}
 * @param appeals it stands in the event subprocess of an appeal
 */
public record TaskModel(
        String process,
        String element,
        String name,
        String strand,
        String role,
        String form,
        Set<String> marks,
        List<String> of,
        List<String> discloses,
        boolean appeals) {

    /** What may be done without the person's consent to the service, as R12 has it. */
    private static final Set<String> WITHOUT_CONSENT =
            Set.of("offers", "consents", "informs", "interprets", "assesses-risk");

    public boolean has(Mark mark) {
        return marks.contains(mark.word());
    }

    /** The kinds of service that this task gives, if it rests on a consent to them (R12); empty if it does not. */
    public Set<String> services() {
        if (!strand.equals("assistance")
                || role.equals("case-manager")
                || marks.stream().anyMatch(WITHOUT_CONSENT::contains)) return Set.of();
        return of.isEmpty()
                ? Set.of("services")
                : of.stream()
                        .flatMap(item -> Annotations.words(item, ",").stream())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
