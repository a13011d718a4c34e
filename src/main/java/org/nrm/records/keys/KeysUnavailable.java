package org.nrm.records.keys;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The key store or its key-encryption key cannot be used: nothing of any case can be read or written until it is there again. */
public final class KeysUnavailable extends ErrorResponseException {

    private final String message;

    KeysUnavailable(String message, @Nullable Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, problem(), cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    private static ProblemDetail problem() {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "What is recorded of the cases cannot be read or written now; nothing was changed. Please tell your operator.");
        problem.setTitle("The keys are not there");
        problem.setType(URI.create("urn:nrm:problem:keys-unavailable"));
        return problem;
    }
}
