package org.nrm.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nrm.ledger.CaseRef;
import org.nrm.rights.follow.Counterfactual;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Conformance and counterfactual replay of all cases of a year, as far as it has come. */
final class Batch {

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    /**
     * How far it has come.
     *
     * @param done      how many have been run
     * @param of        how many there are
     * @param different cases in which something would have been missing, later or more
     * @param changes   what, as {@code missing: Offer place} → in how many cases
     * @param failed    cases that could not be run
     */
    record Progress(
            String id,
            int year,
            int done,
            int of,
            int fit,
            List<String> different,
            Map<String, Integer> changes,
            int failed) {

        /** Are all done? */
        public boolean over() {
            return done == of;
        }
    }

    /** What was found of one case. */
    record Result(Counterfactual counterfactual, boolean fits) {}

    /** Finds out about one case. */
    interface Look {
        Result at(CaseRef caseRef);
    }

    private final String id = UUID.randomUUID().toString();
    private final String owner;
    private final int year;
    private final List<CaseRef> all;
    private final List<String> different = new ArrayList<>();
    private final Map<String, Integer> changes = new TreeMap<>();
    private int done;
    private int fit;
    private int failed;

    Batch(String owner, int year, List<CaseRef> all) {
        this.owner = owner;
        this.year = year;
        this.all = all;
    }

    /** One case after the other. Whatever happens with one, the others are run, and it comes to an end. */
    void run(Look look) {
        for (var caseRef : all) {
            Result result = null;
            try {
                result = look.at(caseRef);
            } catch (Throwable e) { // also an error: somebody waits for the end
                LOG.error("Counterfactual replay of {} failed", caseRef, e);
            }
            add(caseRef, result == null ? null : result.counterfactual(), result != null && result.fits());
        }
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    private synchronized void add(CaseRef caseRef, @Nullable Counterfactual result, boolean fits) {
        done++;
        if (fits) fit++;
        if (result == null) failed++;
        else if (!result.same()) {
            different.add(caseRef.value());
            var named = new LinkedHashMap<String, Integer>();
            for (var variant : result.variants())
                for (var change : variant.changes()) named.put(change.status().word() + ": " + change.name(), 1);
            named.forEach((change, one) -> changes.merge(change, one, Integer::sum));
        }
    }

    synchronized Progress progress() {
        return new Progress(id, year, done, all.size(), fit, List.copyOf(different), new TreeMap<>(changes), failed);
    }
}
