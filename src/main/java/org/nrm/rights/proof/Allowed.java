package org.nrm.rights.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What may stand in the place of a word that is not known. */
final class Allowed {

    /** More words than this are not read; then only those that look like the given one are told. */
    private static final int MOST = 40;

    private static final int ALIKE = 3;

    private Allowed() {}

    /**
     * In words: {@code one of: shelter, health}, what was probably meant first.
     *
     * @param given null if nothing stands there
     */
    static String of(@Nullable String given, Collection<String> allowed) {
        var all = new ArrayList<>(new TreeSet<>(allowed));
        if (all.isEmpty()) return "there is none";
        var near = given == null ? List.<String>of() : near(given, all);
        var meant = near.isEmpty() ? "" : "perhaps '" + near.get(0) + "'; ";
        if (all.size() <= MOST) return meant + "one of: " + String.join(", ", all);
        if (near.isEmpty()) return "one of " + all.size() + ", as " + String.join(", ", all.subList(0, ALIKE));
        return "perhaps one of: " + String.join(", ", near);
    }

    private static List<String> near(String given, List<String> all) {
        var most = Math.max(1, given.length() / 3);
        return all.stream()
                .map(word -> Map.entry(word, distance(given, word)))
                .filter(entry -> entry.getValue() <= most)
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .limit(ALIKE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many letters must be changed, put in or taken out (Levenshtein). */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > one.length() / 3 + 1) return Integer.MAX_VALUE;
        var row = new int[other.length() + 1];
        for (var at = 0; at < row.length; at++) row[at] = at;
        for (var i = 1; i <= one.length(); i++) {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var changed = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
