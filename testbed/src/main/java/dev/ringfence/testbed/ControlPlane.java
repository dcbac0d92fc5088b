package dev.ringfence.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlaneBuilder.Options;
import dev.ringfence.testbed.api.AccessReview;
import dev.ringfence.testbed.api.ApiClient;
import dev.ringfence.testbed.api.Application;
import dev.ringfence.testbed.api.ClusterContents;
import dev.ringfence.testbed.api.Manifests;
import dev.ringfence.testbed.api.NodeObject;
import dev.ringfence.testbed.api.PolicySentinel;
import dev.ringfence.testbed.api.Removal;
import dev.ringfence.testbed.api.Restoration;
import dev.ringfence.testbed.identity.BearerToken;
import dev.ringfence.testbed.identity.Credentials;
import dev.ringfence.testbed.identity.Kubeconfig;
import dev.ringfence.testbed.identity.NoCredentials;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running control plane: the real programs, with an authority and a folder of their own, on
 * loopback ports. Safe for use by many threads, except {@link #reset}.
 *
 * <p>{@link #close} ends it; so does the end of this virtual machine, however it comes.
 */
public final class ControlPlane implements AutoCloseable {
  /** Validity of a service account's token, in seconds: longer than any run of tests. */
  private static final int TOKEN_SECONDS = 86_400;

  private final Installation installation;
  private final ApiClient administrator;
  private volatile ClusterContents bootstrap;
  private final AtomicInteger kubeconfigs = new AtomicInteger();

  private ControlPlane(Installation installation) {
    this.installation = installation;
    this.administrator = installation.administrator();
    this.bootstrap = Bootstrap.awaitSettled(administrator, installation.options());
  }

  /** The choices for a control plane of one's own; {@link RealControlPlane} shares one. */
  public static ControlPlaneBuilder builder() {
    return new ControlPlaneBuilder();
  }

  static ControlPlane start(Options options) {
    Installation installation = Installation.start(options);
    try {
      return new ControlPlane(installation);
    } catch (RuntimeException | Error failure) {
      installation.close();
      throw failure;
    }
  }

  /** Such as {@code v1.36.3}. */
  public String version() {
    return installation.version();
  }

  /** The folder of the run: kubeconfigs, logs, keys. It goes when the control plane is closed. */
  public Path folder() {
    return installation.folder();
  }

  /** A client that may do everything: a member of {@code system:masters}. */
  public ApiClient administrator() {
    return administrator;
  }

  /** A client with a certificate of {@code user} as a member of {@code groups}. */
  public ApiClient user(String user, String... groups) {
    return client(installation.authority().client(user, List.of(groups)));
  }

  /** A client with a token of a service account. */
  public ApiClient serviceAccount(String namespace, String name) {
    return client(tokenOf(namespace, name));
  }

  /** A client that shows nothing: {@code system:anonymous}. */
  public ApiClient anonymous() {
    return client(new NoCredentials());
  }

  private ApiClient client(Credentials credentials) {
    return ApiClient.of(installation.server(), installation.authority(), credentials);
  }

  private BearerToken tokenOf(String namespace, String name) {
    String path = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name + "/token";
    String request =
        """
        {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest",\
        "spec":{"expirationSeconds":%d}}"""
            .formatted(TOKEN_SECONDS);
    JsonNode answer = administrator.post(path, request).orThrow().json();
    return new BearerToken(
        "system:serviceaccount:" + namespace + ":" + name,
        answer.path("status").path("token").asText());
  }

  /** A kubeconfig with a certificate of {@code user} as a member of {@code groups}. */
  public Path kubeconfig(String user, String... groups) {
    return write(installation.authority().client(user, List.of(groups)));
  }

  /** A kubeconfig with a token of a service account. */
  public Path kubeconfigForServiceAccount(String namespace, String name) {
    return write(tokenOf(namespace, name));
  }

  /** A kubeconfig that may do everything. */
  public Path administratorKubeconfig() {
    return write(installation.authority().client("administrator", List.of("system:masters")));
  }

  private Path write(Credentials credentials) {
    Path file = folder().resolve("kubeconfig-" + kubeconfigs.incrementAndGet());
    return Kubeconfig.write(file, installation.server(), installation.authority(), credentials);
  }

  /**
   * Applies a file, or the files below a folder, and returns the objects as the server has them.
   *
   * @see Application
   */
  public List<JsonNode> apply(Path fileOrFolder) {
    return application().apply(Manifests.read(fileOrFolder));
  }

  /** Applies the documents of a text. */
  public List<JsonNode> apply(String yaml) {
    return application().apply(Manifests.parse("the test's text", yaml));
  }

  private Application application() {
    boolean controllers = installation.options().controllerManager();
    return new Application(
        administrator,
        namespace -> Bootstrap.awaitNamespaceReady(administrator, namespace, controllers));
  }

  /** Makes a node that is only an object. */
  public void create(NodeObject node) {
    node.create(administrator);
  }

  /** Asks the server's authorizers. */
  public AccessReview.Answer ask(AccessReview question) {
    return question.ask(administrator);
  }

  /** Takes a namespace away with all that it holds: no namespace controller is here to do so. */
  public void removeNamespace(String name) {
    Removal.ofNamespace(administrator, name);
  }

  /** Puts objects beside those of the start, which {@link #reset} leaves in place from now on. */
  public void keep(String yaml) {
    reset();
    apply(yaml);
    bootstrap = ClusterContents.of(administrator);
  }

  /**
   * Returns when every admission policy that was made, changed or deleted before this call is so in
   * force: the server follows its own store a moment later. Nothing may refuse ConfigMaps in the
   * namespace default.
   */
  public void awaitPolicies() {
    PolicySentinel.awaitAll(administrator);
  }

  /**
   * Takes the cluster back to what it held when it was started, and to what it was told to keep
   * since. Takes about a second.
   */
  public void reset() {
    new Restoration(administrator, bootstrap).run();
  }

  @Override
  public void close() {
    installation.close();
  }
}
