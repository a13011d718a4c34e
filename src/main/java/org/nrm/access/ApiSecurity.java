package org.nrm.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Who may call {@code /api}: whoever is signed in; the rest is the controllers' to decide. No session, so no CSRF token. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String[] PATHS = {"/api/**", "/v3/api-docs/**", "/v3/api-docs.yaml"};

    /** Behind the controllers (0), before the static resources, which would answer 405 to a POST. */
    private static final int AFTER_CONTROLLERS = Ordered.LOWEST_PRECEDENCE - 10;

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http,
            Installation installation,
            CurrentActor current,
            DaoAuthenticationProvider loginAndPassword,
            Problems problems) {
        var challenge = installation.demo() ? "Basic realm=\"NRM\", charset=\"UTF-8\"" : "Bearer";
        AuthenticationEntryPoint signInFirst = (request, response, e) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
            problems.write(request, response, HttpStatus.UNAUTHORIZED, "access.problem.sign-in");
        };
        http.securityMatcher(PATHS)
                .authenticationManager(new ProviderManager(loginAndPassword))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((authentication, request) ->
                                new AuthorizationDecision(current.find().isPresent())))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(signInFirst)
                        .accessDeniedHandler((request, response, e) -> {
                            if (current.find().isEmpty()) signInFirst.commence(request, response, nobody(e));
                            else problems.write(request, response, HttpStatus.FORBIDDEN, "access.problem.not-allowed");
                        }));
        if (installation.demo()) http.httpBasic(basic -> basic.authenticationEntryPoint(signInFirst));
        else http.httpBasic(AbstractHttpConfigurer::disable);
        return http.build();
    }

    @Bean
    SimpleUrlHandlerMapping unknownApiPaths(Problems problems) {
        HttpRequestHandler notFound = (request, response) -> notFound(problems, request, response);
        return new SimpleUrlHandlerMapping(Map.of("/api/**", notFound), AFTER_CONTROLLERS);
    }

    private static AuthenticationException nobody(AccessDeniedException cause) {
        return new AuthenticationCredentialsNotFoundException("Nobody is signed in", cause);
    }

    private static void notFound(Problems problems, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problems.write(request, response, HttpStatus.NOT_FOUND, "access.problem.not-found");
    }
}
