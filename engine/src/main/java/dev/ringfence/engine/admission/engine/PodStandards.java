package dev.ringfence.engine.admission.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the Pod Security Standards have against one pod, for engines that hold pods to them. */
public interface PodStandards {

  /** Of a pod whose spec is not known. */
  PodStandards UNKNOWN = (level, version) -> null;

  /**
   * The ids of the checks that the pod violates, or null where that is not known.
   *
   * @param version {@code v1.30} or {@code latest}
   */
  @Nullable List<String> violatedChecks(String level, String version);
}
