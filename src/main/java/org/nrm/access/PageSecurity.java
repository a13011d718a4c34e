package org.nrm.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.nrm.ledger.Ledger;
import org.nrm.transactions.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.logout.HeaderWriterLogoutHandler;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter;
import org.springframework.security.web.header.writers.ClearSiteDataHeaderWriter.Directive;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** Who may open a page, and how one signs in and out. Whatever is not named here needs a person who is signed in. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    static final String SIGN_IN = "/sign-in";

    /** Shows the form again: not the path that takes it, or the filter would take it again. */
    static final String SIGN_IN_AGAIN = "/sign-in/again";

    /** Why signing in failed, for the page: the end of a message key. */
    static final String FAILURE = "org.nrm.access.sign-in.failure";

    private static final String[] OPEN_TO_ALL = {
        SIGN_IN,
        "/set-up",
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/*.css",
        "/*.js",
        "/favicon.ico",
        "/favicon.svg",
        "/assets/**",
        "/webjars/**"
    };

    private static final String CONTENT =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** htmx asks for a part of a page; a sign-in page must not land in it. */
    private static final String HTMX = "HX-Request";

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            CurrentActor current,
            DaoAuthenticationProvider loginAndPassword,
            SignInThrottle throttle,
            Accounts accounts,
            Ledger ledger,
            Transactions transactions) {
        var signIn = new FormSignIn(loginAndPassword, throttle, accounts, ledger, transactions);
        http.authenticationManager(new ProviderManager(signIn))
                .httpBasic(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(OPEN_TO_ALL)
                                .permitAll()
                                .requestMatchers("/actuator/**")
                                .denyAll()
                                .requestMatchers("/accounts/**")
                                .access(actor(current, actor -> actor.holds("operator")))
                                .anyRequest()
                                .access(actor(current, actor -> true)))
                .formLogin(form -> form.loginPage(SIGN_IN)
                        .usernameParameter("login")
                        .defaultSuccessUrl("/")
                        .failureHandler(PageSecurity::showAgain))
                .logout(signOut -> signOut.logoutUrl("/sign-out")
                        .logoutSuccessUrl(SIGN_IN + "?signed-out")
                        .addLogoutHandler(new HeaderWriterLogoutHandler(
                                new ClearSiteDataHeaderWriter(Directive.CACHE, Directive.STORAGE))))
                .sessionManagement(session -> session.sessionFixation(fixation -> fixation.changeSessionId()))
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                                (request, response, e) -> toSignIn(request, response))
                        .accessDeniedHandler((request, response, e) -> {
                            if (current.find().isEmpty()) toSignIn(request, response);
                            else response.sendError(HttpServletResponse.SC_FORBIDDEN);
                        }))
                .headers(PageSecurity::headers);
        return http.build();
    }

    private static AuthorizationManager<RequestAuthorizationContext> actor(
            CurrentActor current, Predicate<Actor> allowed) {
        return (authentication, request) ->
                new AuthorizationDecision(current.find().filter(allowed).isPresent());
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(policy -> policy.policy("camera=(), geolocation=(), microphone=()"));
    }

    /** Where one goes on after signing in: to a page that one had asked for. Kept in the session, so nobody can send one elsewhere. */
    private static HttpSessionRequestCache pagesOnly() {
        var cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> request.getMethod().equals("GET") && request.getHeader(HTMX) == null);
        return cache;
    }

    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var page = request.getContextPath() + SIGN_IN;
        var session = request.getSession(false);
        if (session != null && request.getUserPrincipal() != null) session.invalidate(); // of a shut account
        if (request.getHeader(HTMX) == null) {
            response.sendRedirect(page);
        } else {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setHeader("HX-Redirect", page);
        }
    }

    /** In the same request, so that the login stays in its field. */
    private static void showAgain(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        request.setAttribute(
                FAILURE,
                failure instanceof LockedException
                        ? "throttled"
                        : failure instanceof AuthenticationServiceException ? "busy" : "failed");
        try {
            request.getRequestDispatcher(SIGN_IN_AGAIN).forward(request, response);
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }
}
