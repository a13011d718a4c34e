package org.nrm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interface of the running program, called as one of the demo's users. */
public final class Api {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String password;

    public Api(int port) {
        this(port, "demo");
    }

    /** For accounts that are not the demo's own. */
    public Api(int port, String password) {
        address = "http://127.0.0.1:" + port;
        this.password = password;
    }

    /** Status, type and JSON body (a missing node if the body is empty or not JSON). */
    public record Answer(int status, String contentType, String text) {

        public JsonNode body() {
            return text.isEmpty() || !contentType.contains("json") ? JSON.missingNode() : JSON.readTree(text);
        }
    }

    public Answer get(String user, String path) {
        return call(user, "GET", path, null);
    }

    /** Posts the value as JSON; a text is posted as it is. */
    public Answer post(String user, String path, @Nullable Object body) {
        return call(
                user,
                "POST",
                path,
                body == null ? "" : body instanceof String text ? text : JSON.writeValueAsString(body));
    }

    private Answer call(String user, String method, String path, @Nullable String body) {
        var credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
