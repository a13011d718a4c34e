package org.nrm.mechanism;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which data classes go to which role: what a person consents to and what a task passes on. Models, forms and consents write it
 * {@code support, contact -> shelter}. Whether there are such classes and such a role, the vocabulary knows.
 *
 * @param classes at least one, in the order in which they are written
 */
public record DisclosureScope(Set<String> classes, String role) {

    private static final String ARROW = "->";
    private static final Pattern WORD = Pattern.compile("(?U)[^\\s,;\\p{Cntrl}]+");

    public DisclosureScope {
        if (classes.isEmpty() || !words(classes) || !words(List.of(role)))
            throw new IllegalArgumentException("Is no scope: at least one class, and one role, each one word");
        classes = Collections.unmodifiableSet(new LinkedHashSet<>(classes));
    }

    /** Is it meant to be one, and not a kind of service? It may be none all the same. */
    public static boolean meant(String item) {
        return item.contains(ARROW);
    }

    /** Of its text; empty if it is none: without a class, without exactly one arrow and one role, or with a gap in the list. */
    public static Optional<DisclosureScope> of(String text) {
        var sides = text.split(ARROW, -1);
        return sides.length == 2 ? of(sides[0], sides[1]) : Optional.empty();
    }

    /** Of its sides, where they are kept apart; empty if they are none. */
    public static Optional<DisclosureScope> of(String classes, String role) {
        var listed = classes(classes);
        var recipient = role.strip();
        return listed.isEmpty() || !words(List.of(recipient))
                ? Optional.empty()
                : Optional.of(new DisclosureScope(listed, recipient));
    }

    /** The classes of a list apart by commas, in its order; none if it has a gap or holds what is no word. */
    public static Set<String> classes(String list) {
        var listed = new LinkedHashSet<>(
                Arrays.stream(list.split(",", -1)).map(String::strip).toList());
        return words(listed) ? Collections.unmodifiableSet(listed) : Set.of();
    }

    /** Does a consent to this allow that? To the same role, and no class beyond these. */
    public boolean covers(DisclosureScope other) {
        return role.equals(other.role) && classes.containsAll(other.classes);
    }

    /** The classes as they are written: {@code support, contact}. */
    public String list() {
        return String.join(", ", classes);
    }

    /** As it is written: {@code support, contact -> shelter}. */
    public String text() {
        return list() + " " + ARROW + " " + role;
    }

    private static boolean words(Collection<String> words) {
        return words.stream().allMatch(word -> WORD.matcher(word).matches() && !word.contains(ARROW));
    }
}
