package org.nrm.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.nrm.mechanism.FreeText;
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
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Refusals as problem details (RFC 9457). None says more than the caller may know, and none repeats what was sent. */
@Order(0)
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ProblemDetail refused(Refusal e) {
        var problem = problem(e.kind().onInterface(), type(e), e.title(), e.mend());
        if (e instanceof InvalidAnswers invalid) problem.setProperty("problems", invalid.problems());
        return problem;
    }

    private static String type(Refusal e) {
        return e.kind() == Refusal.Kind.NOT_THERE ? "not-found" : e.word();
    }

    @ExceptionHandler
    ProblemDetail collided(TryAgain e) {
        return refused(new Conflict(Conflict.Reason.CONFLICT));
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
            return ResponseEntity.unprocessableContent().body(refused(new InvalidAnswers(List.of(problem(mismatch)))));
        return ResponseEntity.badRequest()
                .body(problem(
                        HttpStatus.BAD_REQUEST,
                        "unreadable",
                        "The body cannot be read",
                        "It must be JSON of the form that /v3/api-docs describes."));
    }

    /** A parameter that is not well-formed Unicode. */
    @ExceptionHandler
    ProblemDetail noText(InvalidParameterException e, HttpServletRequest request) {
        var query = Objects.requireNonNullElse(request.getQueryString(), "");
        var malformed = Arrays.stream(query.split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> parameter.length == 2)
                .filter(parameter -> replaced(parameter[1]))
                .map(parameter -> new FieldProblem(parameter[0], FreeText.NO_TEXT))
                .toList();
        return refused(new InvalidAnswers(malformed));
    }

    private static boolean replaced(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8).contains("\ufffd");
        } catch (IllegalArgumentException e) { // a percent sign that leads nowhere
            return true;
        }
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
        return new FieldProblem(path, whatIsWrong(mismatch));
    }

    private static String whatIsWrong(DatabindException mismatch) {
        if (mismatch instanceof UnrecognizedPropertyException) return "There is no such member.";
        return mismatch instanceof InvalidFormatException format && format.getTargetType() == String.class
                ? FreeText.NO_TEXT
                : "Is of the wrong kind; see /v3/api-docs.";
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
