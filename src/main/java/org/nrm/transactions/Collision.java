package org.nrm.transactions;

/** Knows by which failures something other than the database says that two acts met; the act is then tried again from its start. */
@FunctionalInterface
public interface Collision {

    /** Does this failure, itself or as the cause of another, say so? */
    boolean isMeantBy(Throwable failure);
}
