package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.intake.document.DocumentStream;
import dev.ringfence.intake.document.ObjectHandler;
import dev.ringfence.intake.document.Recording;
import dev.ringfence.intake.token.JsonTokenReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an API server of a version makes for itself before anybody asks: its bootstrap objects, as
 * dumped from the real one, and what its controllers make in every namespace.
 */
public final class FreshServer {

  /** The versions of which the bootstrap objects are known, the newest first. */
  public static final List<String> VERSIONS = List.of("1.36", "1.35", "1.34");

  private final String version;
  private @Nullable Recording bootstrap;

  /**
   * @param version for example {@code 1.36}
   */
  public FreshServer(String version) {
    this.version = version;
  }

  public String version() {
    return version;
  }

  /** Reads the bootstrap objects ahead of {@link #addBootstrap}, perhaps beside other work. */
  public void prepare(ObjectHandler handler) {
    if (bootstrap == null) {
      bootstrap = read(handler);
    }
  }

  void addBootstrap(ObjectHandler handler) {
    Recording recording = bootstrap;
    (recording == null ? read(handler) : recording).replay();
  }

  private Recording read(ObjectHandler handler) {
    String resource = "/dev/ringfence/intake/bootstrap/v" + version + ".json";
    Recording recording = new Recording(handler);
    try (InputStream stream = FreshServer.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no bootstrap objects of Kubernetes " + version);
      }
      new DocumentStream(
              new JsonTokenReader(stream),
              Origin.Source.BOOTSTRAP,
              version,
              recording,
              List.of(),
              0)
          .readAll();
      return recording;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** In every namespace the account {@code default} and the API server's certificate authority. */
  void addImplied(ClusterBuilder builder) {
    Set<String> accounts = new HashSet<>();
    for (Rbac.ServiceAccount account : builder.serviceAccounts()) {
      if (account.meta().name().equals("default")) {
        accounts.add(account.meta().namespace());
      }
    }
    Set<String> configMaps = new HashSet<>();
    for (Policies.ConfigMap configMap : builder.configMaps()) {
      if (configMap.meta().name().equals("kube-root-ca.crt")) {
        configMaps.add(configMap.meta().namespace());
      }
    }
    for (Namespace namespace : List.copyOf(builder.namespaces())) {
      String name = namespace.meta().name();
      Origin from = namespace.meta().origin();
      Origin origin = new Origin(Origin.Source.IMPLIED, from.file(), from.document());
      if (!accounts.contains(name)) {
        builder.add(
            new Rbac.ServiceAccount(
                meta("ServiceAccount", name, "default", origin), null, List.of(), List.of()));
      }
      if (!configMaps.contains(name)) {
        builder.add(
            new Policies.ConfigMap(meta("ConfigMap", name, "kube-root-ca.crt", origin), Map.of()));
      }
    }
  }

  private static ObjectMeta meta(String kind, String namespace, String name, Origin origin) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name), LabelSet.EMPTY, Map.of(), null, origin);
  }
}
