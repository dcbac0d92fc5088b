package dev.ringfence.engine.deputies;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A guess, by names alone, at which fields of a custom resource name something that its controller
 * would then act on with its own rights. It errs towards too many: what any of the known
 * controllers' fields look like is taken for a reference.
 */
public final class ReferenceFields {

  /** What a field seems to name. */
  public enum Kind {
    SECRET("a secret or credential"),
    SERVICE_ACCOUNT("a service account"),
    NAMESPACE("a namespace"),
    SERVICE("a service"),
    POD_TEMPLATE("a pod"),
    CLUSTER_SCOPED("a cluster-scoped object"),
    OBJECT("some object"),
    ANYTHING("anything: its fields are not in the schema");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private static final Set<String> POD =
      Set.of("containers", "initcontainers", "podtemplate", "podspec", "podtemplatespec");
  private static final Set<String> ACCOUNT =
      Set.of("serviceaccount", "serviceaccountname", "impersonate", "runas");
  private static final Set<String> MANIFEST =
      Set.of("manifest", "manifests", "resources", "objects", "rawresources", "patches");
  private static final List<String> CLUSTER =
      List.of(
          "classname",
          "nodename",
          "nodeselector",
          "clusterrole",
          "clusterrolename",
          "clusterref",
          "clustername",
          "volumename",
          "persistentvolume",
          "hostpath",
          "providerref",
          "providerconfigref",
          "storageclass",
          "runtimeclass",
          "priorityclass");
  private static final List<String> REFERENCE =
      List.of("ref", "refs", "reference", "references", "selector", "selectors", "from");

  private ReferenceFields() {}

  /** Whether a field that was found so seems to hold a pod. */
  public static boolean isPod(String words) {
    return words.equals(Kind.POD_TEMPLATE.words());
  }

  /** What a field of this name seems to name, or nothing. */
  public static Optional<Kind> of(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    if (POD.contains(name)) {
      return Optional.of(Kind.POD_TEMPLATE);
    }
    if (ACCOUNT.contains(name) || name.contains("serviceaccount")) {
      return Optional.of(Kind.SERVICE_ACCOUNT);
    }
    if (name.contains("secret")
        || name.contains("kubeconfig")
        || name.contains("credential")
        || name.contains("tokenfile")) {
      return Optional.of(Kind.SECRET);
    }
    if (name.contains("namespace")) {
      return Optional.of(Kind.NAMESPACE);
    }
    if (name.equals("service") || name.startsWith("servicename") || name.startsWith("backend")) {
      return Optional.of(Kind.SERVICE);
    }
    if (CLUSTER.stream().anyMatch(name::endsWith)) {
      return Optional.of(Kind.CLUSTER_SCOPED);
    }
    boolean refers = MANIFEST.contains(name) || REFERENCE.stream().anyMatch(name::endsWith);
    return refers ? Optional.of(Kind.OBJECT) : Optional.empty();
  }
}
