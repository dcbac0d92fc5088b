package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.LabelSet;

/** What Pod Security enforces on pods of a namespace. */
public record Enforced(PodSecurityLevel level, PodSecurityVersion version) {

  public static final String LEVEL_LABEL = "pod-security.kubernetes.io/enforce";
  public static final String VERSION_LABEL = "pod-security.kubernetes.io/enforce-version";

  /**
   * What a namespace's labels ask for. Without a label nothing is enforced: a default of the whole
   * cluster stands in a file that the API does not show, and none is the pessimistic reading.
   */
  static Enforced of(LabelSet labels, PodSecurityVersion server) {
    String level = labels.get(LEVEL_LABEL);
    if (level == null) {
      return new Enforced(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST);
    }
    String version = labels.get(VERSION_LABEL);
    PodSecurityVersion asked =
        version == null ? PodSecurityVersion.LATEST : PodSecurityVersion.parse(version);
    return new Enforced(PodSecurityLevel.parse(level), asked.onServer(server));
  }
}
