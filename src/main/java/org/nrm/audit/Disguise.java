package org.nrm.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.nrm.ledger.CaseRef;
import org.nrm.ledger.Entry;

/**
 * What an export shows instead of users, agencies and, in a log of many cases, of everything by which an entry could be found in the
 * ledger: references, ids and hashes.
 */
final class Disguise {

    private final Pseudonyms pseudonyms;
    private final Predicate<String> agencies;
    private final boolean whole;
    private final Times times;

    private Disguise(Pseudonyms pseudonyms, Predicate<String> agencies, boolean whole, Times times) {
        this.pseudonyms = pseudonyms;
        this.agencies = agencies;
        this.whole = whole;
        this.times = times;
    }

    /**
     * For one case, whose reference the reader knows.
     *
     * @param agencies is this the id of an agency?
     */
    static Disguise ofCase(Pseudonyms pseudonyms, Predicate<String> agencies) {
        return new Disguise(pseudonyms, agencies, false, Times.EXACT);
    }

    /** For a log of many cases. */
    static Disguise ofLog(Pseudonyms pseudonyms, Predicate<String> agencies, Times times) {
        return new Disguise(pseudonyms, agencies, true, times);
    }

    String caseName(CaseRef caseRef) {
        return whole ? pseudonyms.of("case", caseRef.value()) : caseRef.value();
    }

    String user(String login) {
        return pseudonyms.of("user", login);
    }

    String agency(String id) {
        return pseudonyms.of("agency", id);
    }

    /** The value, unless it is an agency: by the name of the fact, or as the directory knows it. */
    String fact(String key, String value) {
        return key.toLowerCase(Locale.ROOT).endsWith("agency") || agencies.test(value) ? agency(value) : value;
    }

    /** Of a task, consent or the like. */
    String id(String kind, String id) {
        return whole ? pseudonyms.of(kind, id) : id;
    }

    /** By which the entry is found in the ledger. */
    Optional<String> hash(Entry entry) {
        return whole ? Optional.empty() : Optional.of(entry.hash().toString());
    }

    UUID uuid(CaseRef caseRef) {
        return pseudonyms.id("case", caseRef.value());
    }

    /** @param part of several that stand for the entry */
    UUID uuid(Entry entry, int part) {
        return pseudonyms.id("entry", entry.stream() + " " + entry.seq() + " " + part);
    }

    Instant time(Entry entry) {
        return times.coarsened(entry.time());
    }
}
