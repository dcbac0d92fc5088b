package dev.ringfence.intake.live;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live API server for whoever writes to it: one request, one answer. It waits where the server
 * asks for it, and is safe for many threads.
 */
public final class LiveApi implements Closeable {

  private final Connection connection;
  private final ApiServer server;

  private LiveApi(Connection connection) {
    this.connection = connection;
    this.server = new ApiServer(connection);
  }

  /** What a server said. */
  public record Answer(int status, String body) {
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /** The cluster of a kubeconfig's context; null for the current one. */
  public static LiveApi open(@Nullable String context) {
    return open(context, System.getenv(), Path.of(System.getProperty("user.home", "/")));
  }

  /** The same with an environment and a home folder of the caller's choice. */
  public static LiveApi open(@Nullable String context, Map<String, String> environment, Path home) {
    return new LiveApi(Connections.open(context, environment, home));
  }

  /** Server and context, for people. */
  public String name() {
    return connection.describe();
  }

  public Answer get(String path) {
    return answer(path, server.get(path, "application/json"));
  }

  /** Server-side apply and deletion; a refusal is an answer like any other. */
  public Answer send(String method, String path, @Nullable String body, String contentType) {
    return answer(path, server.write(method, path, body, contentType));
  }

  private Answer answer(String path, HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return new Answer(
          response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw server.unreachable(
          "the answer to " + path + " broke off: " + broken.getMessage(), "Try again", broken);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
