package dev.ringfence.intake.live;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.UnreachableException;
import dev.ringfence.intake.tree.Fields;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a kubeconfig's context, or from inside a pod, to a connection. */
final class Connections {

  private static final Path POD_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private Connections() {}

  /** The connection of a context, or of the current one, or of the pod that this runs in. */
  static Connection open(@Nullable String context, Map<String, String> environment, Path home) {
    List<Path> files = Kubeconfig.files(environment, home);
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    if (context == null && files.isEmpty() && host != null) {
      return inCluster(host, environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    }
    Kubeconfig config = Kubeconfig.read(files);
    String name = config.contextName(context);
    Fields chosen = config.context(name).fields();
    Kubeconfig.Entry cluster = config.cluster(chosen.text("cluster"));
    return connection(name, cluster, config.user(chosen.text("user")));
  }

  private static Connection connection(
      String name, Kubeconfig.Entry cluster, Kubeconfig.Entry user) {
    String server = cluster.fields().text("server");
    String describe = server + " (context " + name + ")";
    byte[] certificate = user.material("client-certificate");
    byte[] key = user.material("client-key");
    String token = token(user);
    if (!user.fields().fields("exec").isEmpty()) {
      Fields credential = ExecPlugin.credential(user, describe);
      token = credential.text("token", token);
      certificate = pem(credential, "clientCertificateData", certificate);
      key = pem(credential, "clientKeyData", key);
    }
    if (user.fields().has("auth-provider")) {
      throw new InputException(
          null,
          "The kubeconfig's user of context "
              + name
              + " has an auth-provider, which kubectl has"
              + " given up too",
          "Use an exec plugin, a token or a certificate");
    }
    String proxy = cluster.fields().text("proxy-url");
    try {
      return new Connection(
          name,
          URI.create(server.endsWith("/") ? server.substring(0, server.length() - 1) : server),
          Trust.context(
              cluster.material("certificate-authority"),
              certificate,
              key,
              cluster.fields().flag("insecure-skip-tls-verify")),
          headers(token, user.fields()),
          proxy.isEmpty() ? null : URI.create(proxy));
    } catch (IllegalArgumentException unusable) {
      throw new InputException(
          null,
          "The kubeconfig's context " + name + " cannot be used: " + unusable.getMessage(),
          "Correct it, or fetch it again",
          unusable);
    }
  }

  private static byte @Nullable [] pem(Fields credential, String field, byte @Nullable [] other) {
    String text = credential.text(field);
    return text.isEmpty() ? other : text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String token(Kubeconfig.Entry user) {
    String file = user.fields().text("tokenFile");
    return file.isEmpty()
        ? user.fields().text("token")
        : new String(user.bytes(file), StandardCharsets.UTF_8).strip();
  }

  private static List<String> headers(String token, Fields user) {
    List<String> headers = new ArrayList<>();
    if (!token.isEmpty()) {
      headers.addAll(List.of("Authorization", "Bearer " + token));
    }
    if (!user.text("as").isEmpty()) {
      headers.addAll(List.of("Impersonate-User", user.text("as")));
    }
    for (String group : user.texts("as-groups")) {
      headers.addAll(List.of("Impersonate-Group", group));
    }
    return headers;
  }

  private static Connection inCluster(String host, String port) {
    String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    URI server = URI.create("https://" + address + ":" + port);
    try {
      String token = Files.readString(POD_ACCOUNT.resolve("token")).strip();
      byte[] authority = Files.readAllBytes(POD_ACCOUNT.resolve("ca.crt"));
      return new Connection(
          "in-cluster",
          server,
          Trust.context(authority, null, null, false),
          List.of("Authorization", "Bearer " + token),
          null);
    } catch (IOException unreadable) {
      throw new UnreachableException(
          server + " (in-cluster)",
          "the pod's account cannot be read: " + unreadable,
          "Mount a service account's token, or give a kubeconfig",
          unreadable);
    }
  }
}
