package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.PodClass;
import java.util.Map;
import java.util.Set;

/** What the pods that are there may use of their nodes, which few quotas have a say in. */
public interface PodLimits {

  /** See {@link Contention#unlimited}. */
  Set<Resource> unlimited(PodClass podClass, Map<String, Long> node);
}
