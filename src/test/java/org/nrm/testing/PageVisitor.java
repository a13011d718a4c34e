package org.nrm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One of the demo's users at a browser without JavaScript: keeps cookies and the token of the page opened last. */
public final class PageVisitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String server;
    private String token = "";

    public PageVisitor(int port, String user) {
        server = "http://localhost:" + port;
        open("/sign-in");
        var signedIn = post("/sign-in", "login", user, "password", "demo");
        assertThat(goesTo(signedIn)).isEqualTo("/");
        open("/");
    }

    public HttpResponse<String> open(String path) {
        var page = send(HttpRequest.newBuilder(URI.create(server + path)).header("Accept", "text/html"));
        var found = TOKEN.matcher(page.body());
        if (found.find()) token = found.group(1);
        return page;
    }

    /** A file, as it is. */
    public byte[] bytes(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(server + path)).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a form: names and values in turn, a name as often as it has values. */
    public HttpResponse<String> post(String path, String... fields) {
        var all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("_csrf", token));
        return postWithoutToken(path, all.toArray(String[]::new));
    }

    public HttpResponse<String> postWithoutToken(String path, String... fields) {
        var body = new StringBuilder();
        for (var at = 0; at < fields.length; at += 2)
            body.append(at == 0 ? "" : "&")
                    .append(fields[at])
                    .append('=')
                    .append(URLEncoder.encode(fields[at + 1], StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Sends a form and opens the page to which the answer leads. */
    public HttpResponse<String> postAndGoOn(String path, String... fields) {
        var answer = post(path, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return open(goesTo(answer));
    }

    /** Path and query of a redirect. */
    public static String goesTo(HttpResponse<String> response) {
        var to = URI.create(response.headers().firstValue("Location").orElse("nowhere"));
        return to.getPath() + (to.getQuery() == null ? "" : "?" + to.getQuery());
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
