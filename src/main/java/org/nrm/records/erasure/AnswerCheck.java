package org.nrm.records.erasure;

/** Knows the forms: whether an answer that is corrected is one that its question takes. */
public interface AnswerCheck {

    /**
     * Checks the answer.
     *
     * @param version of the models by which it was first given
     * @param region whose agencies can be chosen
     * @return false if there is no such form or question, and so nothing to check it by
     * @throws InvalidAnswers if the question does not take it
     */
    boolean takes(int version, String form, String field, Object value, String region);
}
