package org.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Answers 404 where something is for demonstrations and this is none. */
@Component
class DemoOnlyInterceptor implements HandlerInterceptor {

    private final Installation installation;
    private final Problems problems;

    DemoOnlyInterceptor(Installation installation, Problems problems) {
        this.installation = installation;
        this.problems = problems;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (installation.demo() || !(handler instanceof HandlerMethod method) || !isDemoOnly(method)) return true;
        problems.write(request, response, HttpStatus.NOT_FOUND, "access.problem.not-found");
        return false;
    }

    private static boolean isDemoOnly(HandlerMethod method) {
        return method.hasMethodAnnotation(DemoOnly.class)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), DemoOnly.class);
    }
}
