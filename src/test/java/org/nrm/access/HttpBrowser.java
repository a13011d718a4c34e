package org.nrm.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One person's browser: keeps cookies, follows no redirect, sends forms with the token of the page that was opened last. */
final class HttpBrowser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String server;
    private String csrf = "";

    HttpBrowser(int port) {
        server = "http://localhost:" + port;
    }

    HttpResponse<String> open(String path) {
        var page = send(HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "text/html"));
        var found = CSRF.matcher(page.body());
        if (found.find()) csrf = found.group(1);
        return page;
    }

    /** What htmx does for a part of a page. */
    HttpResponse<String> openPart(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).header("HX-Request", "true"));
    }

    HttpResponse<String> post(String path, Map<String, String> form) {
        return postWithout(
                path,
                Stream.concat(form.entrySet().stream(), Stream.of(Map.entry("_csrf", csrf)))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Without the token that shows that the form is ours. */
    HttpResponse<String> postWithout(String path, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Opens the page to sign in, then sends it. */
    HttpResponse<String> signIn(String login, String password) {
        open("/sign-in");
        return post("/sign-in", Map.of("login", login, "password", password));
    }

    /** A call of the API with HTTP Basic, without cookies. */
    HttpResponse<String> call(String method, String path, String login, String password) {
        var credentials = Base64.getEncoder().encodeToString((login + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new HttpBrowser(URI.create(server).getPort())
                .send(HttpRequest.newBuilder(URI.create(server + path))
                        .header("Authorization", "Basic " + credentials)
                        .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** A call of the API without credentials, but with this browser's cookies. */
    HttpResponse<String> callWithCookies(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)));
    }

    String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("JSESSIONID"))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Where a redirect goes, without the server. */
    static String goesTo(HttpResponse<String> response) {
        return URI.create(response.headers().firstValue("Location").orElse("nowhere"))
                .getPath();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
