package dev.ringfence.intake.live;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.UnreachableException;
import dev.ringfence.intake.assembly.ClusterAssembly;
import dev.ringfence.intake.document.DocumentStream;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.TreeReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one live cluster. */
public final class LiveSource {

  private static final int PAGE = 500;
  private static final String JSON = "application/json";
  private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1";
  private static final Schema STATUS = Schema.of("message metadata { continue }");

  private final ClusterAssembly assembly;
  private final Consumer<String> progress;
  private final Connection connection;
  private final ApiServer server;
  private int readable;
  private @Nullable String lastRefusal;

  private LiveSource(Connection connection, ClusterAssembly assembly, Consumer<String> progress) {
    this.connection = connection;
    this.server = new ApiServer(connection);
    this.assembly = assembly;
    this.progress = progress;
  }

  /**
   * Hands all objects of the kinds that are needed to the assembly.
   *
   * @return the server's version, for example {@code 1.36}
   */
  public static String read(
      @Nullable String context, ClusterAssembly assembly, Consumer<String> progress) {
    return read(
        context, System.getenv(), Path.of(System.getProperty("user.home")), assembly, progress);
  }

  static String read(
      @Nullable String context,
      Map<String, String> environment,
      Path home,
      ClusterAssembly assembly,
      Consumer<String> progress) {
    Connection connection = Connections.open(context, environment, home);
    LiveSource source = new LiveSource(connection, assembly, progress);
    try (ApiServer _ = source.server) {
      String version = source.version();
      for (LiveKind kind : LiveKind.ALL) {
        source.readKind(kind);
      }
      source.readPolicyDocuments();
      if (source.readable == 0) {
        throw new UnreachableException(
            connection.describe(),
            "nothing may be read: " + source.lastRefusal,
            "Bind the ClusterRole of docs/ringfence-reader.yaml to the user",
            null);
      }
      return version;
    }
  }

  private String version() {
    Fields answer = tree("/version", Schema.of("major minor"));
    String minor = answer.text("minor");
    int end = 0;
    while (end < minor.length() && Character.isDigit(minor.charAt(end))) {
      end++;
    }
    return answer.text("major", "1") + "." + minor.substring(0, end);
  }

  private Fields tree(String path, Schema schema) {
    HttpResponse<InputStream> response = server.get(path, JSON);
    try (InputStream body = response.body()) {
      return response.statusCode() == 200 ? tree(body, schema) : Fields.EMPTY;
    } catch (IOException failed) {
      throw broken(path, failed);
    }
  }

  private static Fields tree(InputStream body, Schema schema) throws IOException {
    try (JsonTokenReader tokens = new JsonTokenReader(body)) {
      return tokens.nextDocument() && new TreeReader().read(tokens, schema) instanceof Fields fields
          ? fields
          : Fields.EMPTY;
    } catch (MalformedException noStatus) {
      return Fields.EMPTY;
    }
  }

  private void readKind(LiveKind kind) {
    progress.accept("reading " + kind.resource() + " of " + connection.name());
    for (String path : kind.paths()) {
      if (readPages(kind, path)) {
        return;
      }
    }
    // A server of a version or with switches without the kind: there are no objects of it.
    assembly.list(kind.apiVersion(), kind.kind());
  }

  /** Whether the server knows the path. */
  private boolean readPages(LiveKind kind, String path) {
    String token = "";
    do {
      String page =
          path
              + "?limit="
              + PAGE
              + (kind.asTable() ? "&includeObject=Metadata" : "")
              + (token.isEmpty()
                  ? ""
                  : "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
      HttpResponse<InputStream> response = server.get(page, kind.asTable() ? TABLE : JSON);
      try (InputStream body = response.body()) {
        if (response.statusCode() == 404) {
          return false;
        }
        token = readPage(kind, response.statusCode(), body);
      } catch (IOException | MalformedException failed) {
        throw broken(page, failed);
      }
    } while (!token.isEmpty());
    return true;
  }

  /** Hands on a page, and returns the token of the next one or the empty string. */
  private String readPage(LiveKind kind, int status, InputStream body) throws IOException {
    return switch (status) {
      case 200 -> {
        readable++;
        yield kind.asTable() ? SecretTable.read(body, connection.name(), assembly) : objects(body);
      }
      case 410 -> {
        // The list has grown too old; the server says how to go on with what is there now.
        String next = tree(body, STATUS).fields("metadata").text("continue");
        if (next.isEmpty()) {
          assembly
              .builder()
              .addUnreadable(kind.kind(), "the server gave up in the middle of the list (410)");
        }
        yield next;
      }
      default -> {
        String message = tree(body, STATUS).text("message", "status " + status);
        lastRefusal = message;
        assembly.builder().addUnreadable(kind.kind(), message);
        yield "";
      }
    };
  }

  private String objects(InputStream body) throws IOException {
    try (JsonTokenReader tokens = new JsonTokenReader(body)) {
      DocumentStream stream =
          new DocumentStream(tokens, Origin.Source.LIVE, connection.name(), assembly, List.of(), 0);
      stream.readAll();
      return stream.continueToken();
    }
  }

  /** Ringfence's own documents, where its custom resources are installed. */
  private void readPolicyDocuments() {
    String group = "/apis/ringfence.dev/v1alpha1";
    Items resources = tree(group, Schema.of("resources { name kind }")).items("resources");
    for (int i = 0; i < resources.size(); i++) {
      Fields resource = resources.fields(i);
      if (resource.text("name").indexOf('/') < 0) {
        readKind(
            new LiveKind("ringfence.dev/v1alpha1", resource.text("name"), resource.text("kind")));
      }
    }
  }

  private UnreachableException broken(String path, Exception cause) {
    return server.unreachable(
        "the answer to " + path + " broke off: " + cause.getMessage(), "Try again", cause);
  }
}
