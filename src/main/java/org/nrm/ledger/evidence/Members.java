package org.nrm.ledger.evidence;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.Hash;

/** Members of an object of a bundle's files, or the word that they are not as exported. */
final class Members {

    private Members() {}

    @SuppressWarnings("unchecked") // CanonicalJson makes no other map
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> object, String key, String... members)
            throws Altered {
        if (!(object.get(key) instanceof Map<?, ?> inner)) throw new Altered("has no object '" + key + "'");
        if (members.length > 0 && !inner.keySet().equals(Set.of(members)))
            throw new Altered("has other members in '" + key + "' than the format");
        return (Map<String, @Nullable Object>) inner;
    }

    static String text(Map<String, @Nullable Object> object, String key) throws Altered {
        if (object.get(key) instanceof String text) return text;
        throw new Altered("has no text '" + Words.oneLine(key) + "'");
    }

    static long number(Map<String, @Nullable Object> object, String key) throws Altered {
        if (object.get(key) instanceof Long number) return number;
        throw new Altered("has no number '" + Words.oneLine(key) + "'");
    }

    static Hash hash(Map<String, @Nullable Object> object, String key) throws Altered {
        try {
            return Hash.parse(text(object, key));
        } catch (IllegalArgumentException e) {
            throw new Altered("has no hash '" + Words.oneLine(key) + "'");
        }
    }
}
