package org.nrm.records.keys;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.nrm.ledger.Act;
import org.nrm.ledger.EntryType;
import org.nrm.ledger.Ledger;
import org.nrm.transactions.Transactions;
import org.nrm.web.FieldProblem;
import org.nrm.web.InvalidAnswers;
import org.nrm.web.NotAllowed;
import org.springframework.stereotype.Service;

/** New keys in place of those in use, while the service runs. Stopped on the way, it is simply asked for again. */
@Service
class KeyRotations {

    private static final String OPERATOR = "operator";

    private final KeyStore keyStore;
    private final SealedValues values;
    private final Ledger ledger;
    private final Transactions transactions;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    KeyRotations(KeyStore keyStore, SealedValues values, Ledger ledger, Transactions transactions) {
        this.keyStore = keyStore;
        this.values = values;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    /**
     * What was done.
     *
     * @param keys   data keys that were wrapped anew
     * @param cases  whose values were sealed anew
     * @param values that were sealed anew
     */
    record Rotated(String what, int keys, int cases, int values) {}

    Rotated rotate(Actor actor, @Nullable String what) {
        if (!actor.holds(OPERATOR)) throw new NotAllowed("Only the operator changes keys.");
        oneAtATime.lock();
        try {
            var rotated = switch (what == null ? "" : what) {
                case "key-encryption" -> new Rotated("key-encryption", keyStore.rotateKeyEncryptionKey(), 0, 0);
                case "data" -> sealAnew();
                default ->
                    throw new InvalidAnswers(List.of(new FieldProblem("what", "Must be key-encryption or data.")));
            };
            transactions.run(() -> ledger.append(Act.general(EntryType.KEYS_ROTATED)
                    .by(actor.user(), actor.agency(), OPERATOR)
                    .with(Map.of(
                            "what", rotated.what(),
                            "keys", String.valueOf(rotated.keys()),
                            "cases", String.valueOf(rotated.cases()),
                            "values", String.valueOf(rotated.values())))));
            return rotated;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Each case in a transaction of its own, so that work on the others goes on. */
    private Rotated sealAnew() {
        var cases = values.cases();
        var count = 0;
        for (var caseRef : cases) {
            count += transactions.run(() -> values.sealAnew(caseRef));
        }
        return new Rotated("data", 0, cases.size(), count);
    }
}
