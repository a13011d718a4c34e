package org.nrm.records.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.records.file.IndexesNames;
import org.nrm.records.keys.KeyStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds a person again without her name being there: keyed hashes of the ways in which names and dates are written. Of the class
 * {@code identity}, and erased with it.
 */
@Repository
public class PersonIndex implements IndexesNames {

    private static final String NAME = "name";
    private static final String OTHER_NAMES = "otherNames";
    private static final String BIRTH_DATE = "birthDate";
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final KeyStore keyStore;

    PersonIndex(JdbcClient jdbc, KeyStore keyStore) {
        this.jdbc = jdbc;
        this.keyStore = keyStore;
    }

    @Override
    public boolean finds(String field) {
        return Set.of(NAME, OTHER_NAMES, BIRTH_DATE).contains(field);
    }

    @Override
    public void put(CaseRef caseRef, Map<String, String> fields, String keyId) {
        remove(caseRef);
        var name = fields.get(NAME);
        if (name == null) return;
        hashes(name, fields.get(OTHER_NAMES), fields.get(BIRTH_DATE))
                .forEach((hash, kind) -> jdbc.sql(
                                "insert into person_index (case_ref, kind, token, key_id) values (:ref, :kind, :token, :key)")
                        .param("ref", caseRef.value())
                        .param("kind", kind.name())
                        .param("token", hash)
                        .param("key", keyId)
                        .update());
    }

    public void remove(CaseRef caseRef) {
        jdbc.sql("delete from person_index where case_ref = :ref")
                .param("ref", caseRef.value())
                .update();
    }

    /** The cases in which such a person occurs, each with how good the match is. */
    Map<CaseRef, Token.Strength> find(String name, @Nullable String otherNames, @Nullable String birthDate) {
        var hashes = List.copyOf(hashes(name, otherNames, birthDate).keySet());
        var kinds = new HashMap<CaseRef, Set<Token.Kind>>();
        for (var from = 0; from < hashes.size(); from += AT_ONCE)
            jdbc.sql("select case_ref, kind from person_index where token in (:tokens)")
                    .param("tokens", hashes.subList(from, Math.min(from + AT_ONCE, hashes.size())))
                    .query(row -> {
                        kinds.computeIfAbsent(new CaseRef(row.getString("case_ref")), none -> new HashSet<>())
                                .add(Token.Kind.valueOf(row.getString("kind")));
                    });
        return kinds.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Token.Strength.of(entry.getValue())));
    }

    private Map<String, Token.Kind> hashes(String name, @Nullable String otherNames, @Nullable String birthDate) {
        var tokens = NameFolding.tokens(name, otherNames, birthDate);
        var blind = keyStore.blind(tokens.stream().map(PersonIndex::text).collect(Collectors.toSet()));
        var hashes = new HashMap<String, Token.Kind>();
        for (var token : tokens) {
            var hash = blind.get(text(token));
            if (hash != null) hashes.put(hash, token.kind());
        }
        return hashes;
    }

    private static String text(Token token) {
        return token.kind().name() + "\n" + token.text();
    }
}
