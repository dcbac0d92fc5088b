package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What admission says of pods, by namespace: Pod Security, and who else may have a say. */
public final class Admission {

  public static final String ENFORCE_LABEL = "pod-security.kubernetes.io/enforce";
  public static final String ENFORCE_VERSION_LABEL = "pod-security.kubernetes.io/enforce-version";

  /** What is enforced on pods of a namespace. */
  public record Enforced(PodSecurityLevel level, PodSecurityVersion version) {}

  private final List<Enforced> profiles = new ArrayList<>();
  private final int[] profileOfNamespace;
  private final int profileOfNothing;
  private final List<String> otherEngines;

  private Admission(Cluster cluster) {
    PodSecurityVersion server = PodSecurityVersion.parse(cluster.kubernetesVersion());
    Map<Enforced, Integer> known = new HashMap<>();
    List<Namespace> namespaces = cluster.namespaces();
    this.profileOfNamespace = new int[namespaces.size()];
    for (int namespace = 0; namespace < profileOfNamespace.length; namespace++) {
      Enforced enforced = enforced(namespaces.get(namespace).labels(), server);
      Integer profile = known.putIfAbsent(enforced, profiles.size());
      if (profile == null) {
        profile = profiles.size();
        profiles.add(enforced);
      }
      profileOfNamespace[namespace] = profile;
    }
    Enforced nothing = new Enforced(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST);
    if (!known.containsKey(nothing)) {
      profiles.add(nothing);
    }
    this.profileOfNothing = known.getOrDefault(nothing, profiles.size() - 1);
    TreeSet<String> engines = new TreeSet<>();
    for (Policies.AdmissionExtension extension : cluster.admissionExtensions()) {
      if (extension.concernsPods()) {
        engines.add(engine(extension));
      }
    }
    this.otherEngines = List.copyOf(engines);
  }

  public static Admission of(Cluster cluster) {
    return new Admission(cluster);
  }

  /**
   * What a namespace's labels ask for. Without a label nothing is enforced: a default of the whole
   * cluster stands in a file that the API does not show, and none is the pessimistic reading.
   */
  static Enforced enforced(LabelSet labels, PodSecurityVersion server) {
    String level = labels.get(ENFORCE_LABEL);
    if (level == null) {
      return new Enforced(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST);
    }
    String version = labels.get(ENFORCE_VERSION_LABEL);
    PodSecurityVersion asked =
        version == null ? PodSecurityVersion.LATEST : PodSecurityVersion.parse(version);
    return new Enforced(PodSecurityLevel.parse(level), asked.onServer(server));
  }

  /** Policies inside the API server count as one engine with Pod Security; a webhook is its own. */
  private static String engine(Policies.AdmissionExtension extension) {
    return extension.engine().endsWith("AdmissionPolicy")
        ? "kube-apiserver"
        : extension.meta().name();
  }

  /** What is enforced in a namespace (an index of the cluster). */
  public Enforced enforced(int namespace) {
    return profiles.get(profileOfNamespace[namespace]);
  }

  /** Every distinct enforcement; its index is its profile. */
  public List<Enforced> profiles() {
    return List.copyOf(profiles);
  }

  public int profile(int namespace) {
    return profileOfNamespace[namespace];
  }

  /** The profile of a namespace where Pod Security enforces nothing, or no longer does. */
  public int profileOfNothing() {
    return profileOfNothing;
  }

  /**
   * Engines beside Pod Security that may refuse or change pods, and whose policies are not
   * evaluated yet: {@code kube-apiserver} for its own, else the name of the webhook configuration.
   */
  public List<String> otherEngines() {
    return otherEngines;
  }

  /** What Pod Security at a level and version has against a spec, in the API server's words. */
  public static List<Violation> violations(
      PodSecurityLevel level, PodSecurityVersion version, PodSpec spec) {
    return PodSecurity.violations(level, version, spec);
  }

  /** What Pod Security has against a spec in a namespace. */
  public List<Violation> violations(int namespace, PodSpec spec) {
    Enforced enforced = enforced(namespace);
    return violations(enforced.level(), enforced.version(), spec);
  }
}
