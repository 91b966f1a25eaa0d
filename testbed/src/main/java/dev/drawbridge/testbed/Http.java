package dev.drawbridge.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The plain requests by which the testbed sees whether a server of its own is ready. */
final class Http {
    private Http() {}

    /** Does it answer 200 with a body that holds this? */
    static boolean answers(URI uri, String part) {
        try {
            HttpResponse<String> response = get(uri);
            return response.statusCode() == 200 && response.body().contains(part);
        } catch (IOException e) {
            // Not listening yet: the caller asks again until it is, or until its time is over.
            return false;
        }
    }

    /** Does it answer at all? */
    static boolean listens(URI uri) {
        try {
            get(uri);
            return true;
        } catch (IOException e) {
            // As above.
            return false;
        }
    }

    static HttpResponse<String> get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri));
    }

    /** Posts JSON and gives the answer's body; fails unless it is 200. */
    static String post(URI uri, String json) {
        try {
            HttpResponse<String> response =
                    send(
                            HttpRequest.newBuilder(uri)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(json)));
            if (response.statusCode() != 200) {
                throw new TestbedException(
                        "%s answered %d: %s"
                                .formatted(uri, response.statusCode(), response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new TestbedException("nobody answers at " + uri, e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build()) {
            HttpRequest request = builder.timeout(Duration.ofSeconds(10)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException("interrupted while asking " + builder.build().uri(), e);
        }
    }
}
