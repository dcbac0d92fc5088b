package dev.ringfence.intake.live;

import dev.ringfence.intake.UnreachableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, one at a time, and waits where the server asks for it. Any status but those that
 * ask for patience is an answer.
 */
final class ApiServer implements Closeable {

  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final int TRIES = 6;
  private static final long LONGEST_WAIT_SECONDS = 30;

  private final Connection connection;
  private final HttpClient http;

  ApiServer(Connection connection) {
    this.connection = connection;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(connection.trust());
    URI proxy = connection.proxy();
    if (proxy != null) {
      int port = proxy.getPort() < 0 ? 3128 : proxy.getPort();
      builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), port)));
    }
    this.http = builder.build();
  }

  /**
   * Asks for a path. The caller closes the body.
   *
   * @param accept the media type wanted
   * @throws UnreachableException where no answer comes, or the credentials are not accepted
   */
  HttpResponse<InputStream> get(String path, String accept) {
    return patiently(request(path, accept, "ringfence/0.1.0 (reads only)").build());
  }

  /**
   * Sends a request that may write. The caller closes the body.
   *
   * @param body null for none
   */
  HttpResponse<InputStream> write(
      String method, String path, @Nullable String body, String contentType) {
    HttpRequest.Builder request = request(path, "application/json", "ringfence/0.1.0");
    request.header("Content-Type", contentType);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    return patiently(request.build());
  }

  private HttpRequest.Builder request(String path, String accept, String agent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(connection.server() + path))
            .timeout(ANSWER)
            .header("Accept", accept)
            .header("User-Agent", agent);
    for (int i = 0; i + 1 < connection.headers().size(); i += 2) {
      request.header(connection.headers().get(i), connection.headers().get(i + 1));
    }
    return request;
  }

  private HttpResponse<InputStream> patiently(HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<InputStream> response = send(request);
      int status = response.statusCode();
      boolean asksForPatience = status == 429 || status == 503 || status == 504;
      if (status == 401) {
        throw unreachable("the server does not accept the credentials (401)", "Log in again", null);
      }
      if (!asksForPatience || attempt == TRIES) {
        return response;
      }
      pause(response, attempt);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException failed) {
      Throwable deepest = failed;
      while (deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      String reason = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
      throw unreachable(
          "no answer: " + reason, "Check the address, the network and the certificates", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", "Try again", interrupted);
    }
  }

  private void pause(HttpResponse<InputStream> response, int attempt) {
    long seconds = Math.min(1L << (attempt - 1), LONGEST_WAIT_SECONDS);
    String asked = response.headers().firstValue("Retry-After").orElse("");
    if (!asked.isEmpty() && asked.length() < 5 && asked.chars().allMatch(Character::isDigit)) {
      seconds = Math.min(Long.parseLong(asked), LONGEST_WAIT_SECONDS);
    }
    try {
      response.body().close();
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (IOException ignoredBody) {
      // Nobody wants the rest of a refusal.
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted", "Try again", interrupted);
    }
  }

  UnreachableException unreachable(String problem, String remedy, @Nullable Throwable cause) {
    return new UnreachableException(connection.describe(), problem, remedy, cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
