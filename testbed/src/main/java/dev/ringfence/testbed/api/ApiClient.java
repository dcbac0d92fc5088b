package dev.ringfence.testbed.api;

import dev.ringfence.testbed.identity.BearerToken;
import dev.ringfence.testbed.identity.CertificateAuthority;
import dev.ringfence.testbed.identity.Credentials;
import dev.ringfence.testbed.identity.IssuedCertificate;
import dev.ringfence.testbed.identity.NoCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of one API server as one user. Paths are the API's own, with their query: {@code
 * /api/v1/namespaces?limit=5}. A refusal is a response like any other; only {@link
 * ApiResponse#orThrow} makes it an error.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ApiClient {
  /** Longer than any request of a test may take, even a slow webhook's 30 s. */
  private static final Duration BOUND = Duration.ofMinutes(1);

  private static final String JSON = "application/json";

  private final HttpClient http;
  private final URI server;
  private final Credentials credentials;
  private final List<String> headers;
  private final boolean dryRun;

  private ApiClient(
      HttpClient http, URI server, Credentials credentials, List<String> headers, boolean dryRun) {
    this.http = http;
    this.server = server;
    this.credentials = credentials;
    this.headers = headers;
    this.dryRun = dryRun;
  }

  /** A client that trusts only {@code authority}. */
  public static ApiClient of(URI server, CertificateAuthority authority, Credentials credentials) {
    HttpClient http =
        HttpClient.newBuilder()
            .sslContext(MutualTls.context(authority, credentials))
            // Connections of its own for parallel requests: the JDK's HTTP/2 fails requests beyond
            // the server's limit of streams instead of queueing them.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BOUND)
            .build();
    List<String> headers =
        switch (credentials) {
          case BearerToken token -> List.of("Authorization", "Bearer " + token.token());
          case IssuedCertificate _, NoCredentials _ -> List.of();
        };
    return new ApiClient(http, server, credentials, headers, false);
  }

  public URI server() {
    return server;
  }

  /** Who this client is to itself; impersonation aside. */
  public String holder() {
    return credentials.holder();
  }

  /** The same client speaking as somebody else, for which it needs the right to impersonate. */
  public ApiClient impersonating(String user, String... groups) {
    List<String> more = new ArrayList<>(List.of("Impersonate-User", user));
    for (String group : groups) {
      more.add("Impersonate-Group");
      more.add(group);
    }
    return withHeaders(more.toArray(String[]::new));
  }

  /** The same client, adding headers (name, value, name, value …) to every request. */
  public ApiClient withHeaders(String... namesAndValues) {
    List<String> all = new ArrayList<>(headers);
    all.addAll(List.of(namesAndValues));
    return new ApiClient(http, server, credentials, List.copyOf(all), dryRun);
  }

  /** The same client whose writes go through all of admission and are then forgotten. */
  public ApiClient dryRun() {
    return new ApiClient(http, server, credentials, headers, true);
  }

  public ApiResponse get(String path) {
    return send("GET", path, null, JSON);
  }

  public ApiResponse post(String path, String json) {
    return send("POST", path, json, JSON);
  }

  public ApiResponse put(String path, String json) {
    return send("PUT", path, json, JSON);
  }

  public ApiResponse patch(String path, Patch kind, String body) {
    return send("PATCH", kind.addOptionsTo(path), body, kind.contentType());
  }

  public ApiResponse delete(String path) {
    return send("DELETE", path, null, JSON);
  }

  /** Deletes with {@code DeleteOptions}. */
  public ApiResponse delete(String path, String options) {
    return send("DELETE", path, options, JSON);
  }

  /**
   * Sends any request.
   *
   * @throws UncheckedIOException if there was no answer
   */
  public ApiResponse send(String method, String path, @Nullable String body, String contentType) {
    String target = dryRun && !method.equals("GET") ? withOption(path, "dryRun=All") : path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + target))
            .timeout(BOUND)
            .setHeader("Accept", JSON)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", contentType);
    }
    for (int i = 0; i < headers.size(); i += 2) {
      add(request, headers.get(i), headers.get(i + 1));
    }
    String what = method + " " + target + " as " + holder();
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      Map<String, String> answered = new HashMap<>();
      response
          .headers()
          .map()
          .forEach((name, values) -> answered.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      return new ApiResponse(what, response.statusCode(), response.body(), answered);
    } catch (IOException failure) {
      throw new UncheckedIOException(what + ": " + server + " gave no answer", failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(what + " was interrupted", interruption);
    }
  }

  /** A client has one wish for the form of answers, but may have several groups. */
  private static void add(HttpRequest.Builder request, String name, String value) {
    if (name.equals("Accept")) {
      request.setHeader(name, value);
    } else {
      request.header(name, value);
    }
  }

  static String withOption(String path, String option) {
    return path + (path.indexOf('?') < 0 ? "?" : "&") + option;
  }
}
