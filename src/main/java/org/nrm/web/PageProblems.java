package org.nrm.web;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.nrm.transactions.TryAgain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Refusals as pages, worded like those of the interface: none says more than the reader may know. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(annotations = Page.class)
class PageProblems {

    private static final Logger LOG = LoggerFactory.getLogger(PageProblems.class);

    @ExceptionHandler
    ModelAndView refused(Refusal e) {
        return page(e.kind().onPage());
    }

    @ExceptionHandler(TryAgain.class)
    ModelAndView collided() {
        return page(HttpStatus.CONFLICT);
    }

    /** All connections are in use, or the database does not answer. */
    @ExceptionHandler({CannotCreateTransactionException.class, CannotGetJdbcConnectionException.class})
    ModelAndView busy() {
        return page(HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** An address that no page of ours made. */
    @ExceptionHandler({
        MethodArgumentTypeMismatchException.class,
        ServletRequestBindingException.class,
        InvalidParameterException.class
    })
    ModelAndView unknownAddress() {
        return page(HttpStatus.NOT_FOUND);
    }

    @ExceptionHandler
    ModelAndView unexpected(RuntimeException e) {
        if (e instanceof ErrorResponse response)
            return page(HttpStatus.valueOf(response.getStatusCode().value()));
        LOG.error("A page failed: {}", e.getClass().getName(), ProblemAdvice.withoutContent(e));
        return page(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ModelAndView page(HttpStatus status) {
        var page = new ModelAndView("error", status);
        page.addObject("status", status.value());
        return page;
    }
}
