package org.nrm.web;

import org.springframework.http.HttpStatus;

/** Something is not done as asked, for a reason that the caller may know; nothing has changed. Says nothing personal. */
public abstract sealed class Refusal extends RuntimeException
        permits NotThere, NotAllowed, Conflict, InvalidAnswers, UnknownCursor {

    /** How a refusal is answered: on the interface as a problem detail (RFC 9457), on a page as a page. */
    enum Kind {
        NOT_THERE(HttpStatus.NOT_FOUND, HttpStatus.NOT_FOUND),
        NOT_ALLOWED(HttpStatus.FORBIDDEN, HttpStatus.FORBIDDEN),
        CONFLICT(HttpStatus.CONFLICT, HttpStatus.CONFLICT),
        INVALID(HttpStatus.UNPROCESSABLE_CONTENT, HttpStatus.UNPROCESSABLE_CONTENT),
        /** On a page an address that no page of ours has made. */
        UNKNOWN_PLACE(HttpStatus.BAD_REQUEST, HttpStatus.NOT_FOUND);

        private final HttpStatus onInterface;
        private final HttpStatus onPage;

        Kind(HttpStatus onInterface, HttpStatus onPage) {
            this.onInterface = onInterface;
            this.onPage = onPage;
        }

        HttpStatus onInterface() {
            return onInterface;
        }

        HttpStatus onPage() {
            return onPage;
        }
    }

    private final Kind kind;
    private final String word;
    private final String title;

    /**
     * @param word  code that never changes: end of its problem type and of its message keys
     * @param title what happened, the same for all refusals of this word
     * @param mend  why in this case, and what to do about it
     */
    Refusal(Kind kind, String word, String title, String mend) {
        super(mend);
        this.kind = kind;
        this.word = word;
        this.title = title;
    }

    /** As {@code not-there}. */
    public final String word() {
        return word;
    }

    Kind kind() {
        return kind;
    }

    String title() {
        return title;
    }

    /** Why, and what to do about it. */
    public final String mend() {
        return String.valueOf(getMessage());
    }
}
