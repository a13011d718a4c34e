package org.nrm.casework;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nrm.access.Conflict;
import org.nrm.access.FieldProblem;
import org.nrm.access.InvalidAnswers;
import org.nrm.access.NotAllowed;
import org.nrm.access.NotThere;
import org.nrm.pathway.Refusal;
import org.nrm.transactions.TryAgain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Refusals as problem details (RFC 9457). None says more than the caller may know, and none repeats what was sent. */
@Order(0)
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ProblemDetail invalid(InvalidAnswers e) {
        var problem = problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "invalid-answers",
                "Some answers cannot be taken",
                "Nothing was kept. See problems for each field.");
        problem.setProperty("problems", e.problems());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail notThere(NotThere e) {
        return refused(new Refusal(Refusal.Reason.NOT_THERE));
    }

    @ExceptionHandler
    ProblemDetail notAllowed(NotAllowed e) {
        return problem(HttpStatus.FORBIDDEN, "not-allowed", "Not allowed", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail conflict(Conflict e) {
        return problem(HttpStatus.CONFLICT, "not-possible-now", "Not possible now", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail unknownCursor(Inbox.UnknownCursor e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "unknown-cursor",
                "Unknown cursor",
                "Use the value of next from the list before, or none.");
    }

    @ExceptionHandler
    ProblemDetail refused(Refusal e) {
        var reason = e.reason();
        return switch (reason) {
            case NOT_THERE ->
                problem(
                        HttpStatus.NOT_FOUND,
                        "not-found",
                        "Not found",
                        "There is no such thing, or it is not for you.");
            case TAKEN ->
                problem(HttpStatus.CONFLICT, reason.word(), "Already taken", "Somebody else is working on this task.");
            case NOT_HELD -> problem(HttpStatus.CONFLICT, reason.word(), "Not claimed", "Claim the task first.");
            case DONE -> problem(HttpStatus.CONFLICT, reason.word(), "Already done", "The task has been completed.");
            case NOT_POSSIBLE_NOW ->
                problem(
                        HttpStatus.CONFLICT,
                        reason.word(),
                        "Not possible now",
                        "The case is not at a point where this can happen.");
            case NOT_INDEPENDENT ->
                problem(
                        HttpStatus.CONFLICT,
                        reason.word(),
                        "Not independent",
                        "This needs somebody who has had no other part in the case.");
            case NO_CONSENT ->
                problem(
                        HttpStatus.CONFLICT,
                        reason.word(),
                        "No consent",
                        "The person has not agreed to this, or no longer. The task stays and can be done when she agrees.");
            case TOLD_ENOUGH ->
                problem(
                        HttpStatus.CONFLICT,
                        reason.word(),
                        "Told often enough",
                        "The person has been interviewed as often as the rules allow. Use what is recorded.");
        };
    }

    @ExceptionHandler
    ProblemDetail collided(TryAgain e) {
        return problem(
                HttpStatus.CONFLICT,
                "conflict",
                "Changed meanwhile",
                "Others were at the same thing at the same time. Nothing was kept. Please try again.");
    }

    /** All connections are in use, or the database does not answer. */
    @ExceptionHandler({CannotCreateTransactionException.class, CannotGetJdbcConnectionException.class})
    ProblemDetail busy() {
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "busy",
                "Too busy",
                "The service cannot reach its database just now. Nothing was kept. Please try again.");
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException e) {
        // Security answers these itself.
        if (e instanceof AuthenticationException || e instanceof AccessDeniedException) throw e;
        LOG.error("A request failed: {}", e.getClass().getName(), withoutContent(e));
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "failed",
                "That did not work",
                "The fault is ours; nothing was kept. Please try again.");
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e.getCause() instanceof DatabindException mismatch
                && !mismatch.getPath().isEmpty())
            return ResponseEntity.unprocessableContent().body(invalid(new InvalidAnswers(List.of(problem(mismatch)))));
        return ResponseEntity.badRequest()
                .body(problem(
                        HttpStatus.BAD_REQUEST,
                        "unreadable",
                        "The body cannot be read",
                        "It must be JSON of the form that /v3/api-docs describes."));
    }

    @ExceptionHandler
    ProblemDetail mismatch(MethodArgumentTypeMismatchException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "unreadable",
                "A parameter cannot be read",
                "The parameter '" + e.getName() + "' has the wrong form.");
    }

    /** Of a member that there is not, or whose value is of another kind than it should be. */
    private static FieldProblem problem(DatabindException mismatch) {
        var path = mismatch.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return new FieldProblem(
                path,
                mismatch instanceof UnrecognizedPropertyException
                        ? "There is no such member."
                        : "Is of the wrong kind; see /v3/api-docs.");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        problem.setType(URI.create("urn:nrm:problem:" + type));
        return problem;
    }

    /** The trace without the message, which could hold what was sent. */
    static Throwable withoutContent(Throwable e) {
        var bare = new Throwable(e.getClass().getName());
        bare.setStackTrace(e.getStackTrace());
        if (e.getCause() != null && e.getCause() != e) bare.initCause(withoutContent(e.getCause()));
        return bare;
    }
}
