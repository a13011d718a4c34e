package org.nrm.pathway;

import org.nrm.access.Actor;

/**
 * What answers mean, which the pathway does not know: asked whenever a task is taken or done, under the lock of its case and in the
 * transaction of the act, so that no task is done without its effects.
 */
public interface TaskEffects {

    /** May this person take the task, by the rules that name somebody who has had no other part in the case? */
    boolean mayTake(Actor actor, OpenTask task);

    /**
     * Before the answers are kept: refuses what may not be done, and does what must not touch what is written now.
     *
     * @throws Refusal or another refusal, and nothing has changed
     */
    void before(TaskDone done);

    /** After the answers are kept and the entry is written, before the engine goes on. */
    void after(TaskDone done);
}
