package org.nrm.transactions;

import org.springframework.dao.ConcurrencyFailureException;

/** Others were at the same thing at the same time, again and again. Nothing was kept; the caller may ask once more. */
public final class TryAgain extends ConcurrencyFailureException {

    TryAgain(Throwable last) {
        super("Others were at the same thing at the same time", last);
    }
}
