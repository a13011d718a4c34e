package org.nrm.pathway;

import java.util.List;
import java.util.Set;
import org.nrm.mechanism.DisclosureScope;
import org.nrm.mechanism.Kinds;
import org.nrm.mechanism.Mark;
import org.nrm.mechanism.Strand;
import org.nrm.rights.model.ConsentNeeded;

/**
 * A user task as the model describes it.
 *
 * @param marks   words of {@code nrm:marks}, in order
 * @param of      items of {@code nrm:of}
 * @param discloses what is passed on to whom by it ({@code nrm:discloses})
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
        List<DisclosureScope> discloses,
        boolean appeals) {

    public boolean has(Mark mark) {
        return marks.contains(mark.word());
    }

    /** The kinds of service that this task gives, if it rests on a consent to them (R12); empty if it does not. */
    public Set<String> services() {
        var known = marks.stream().flatMap(mark -> Mark.of(mark).stream()).toList();
        if (!ConsentNeeded.by(process, Strand.of(strand).orElse(null), role, known)) return Set.of();
        var kinds = ConsentNeeded.kinds(of);
        return kinds.isEmpty() ? Set.of(Kinds.SERVICES) : Set.copyOf(kinds);
    }
}
