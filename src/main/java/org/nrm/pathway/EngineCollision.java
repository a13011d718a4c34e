package org.nrm.pathway;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.nrm.transactions.Collision;
import org.springframework.stereotype.Component;

/** The engine finds at the end of its steps that somebody else has changed the same instance meanwhile. */
@Component
class EngineCollision implements Collision {

    @Override
    public boolean isMeantBy(Throwable failure) {
        return failure instanceof OptimisticLockingException;
    }
}
