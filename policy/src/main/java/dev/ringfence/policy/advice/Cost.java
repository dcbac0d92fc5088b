package dev.ringfence.policy.advice;

import org.jspecify.annotations.Nullable;

/**
 * What a pattern costs beyond sharing, estimated from the requests of the tenant's pods.
 *
 * @param pods of the tenant, as the workloads want them
 * @param nodesDedicated nodes that its pods would fill alone, by first-fit decreasing; 0 for shared
 * @param nodesShared the same pods' part of shared nodes, as a fraction
 * @param sandboxMemory bytes that sandboxes take, of all pods together
 * @param sandboxCpu the same in CPUs
 * @param controlPlanes one for a cluster of its own
 * @param startUp what a pod or a job waits for, in words; null where nothing is added
 * @param basis what the estimate stands on
 */
public record Cost(
    int pods,
    int nodesDedicated,
    double nodesShared,
    double sandboxMemory,
    double sandboxCpu,
    int controlPlanes,
    @Nullable String startUp,
    String basis) {

  /** Nodes lost to packing: what dedication takes beyond the pods' share. */
  public double nodesLost() {
    return nodesDedicated == 0 ? 0 : Math.max(0, nodesDedicated - nodesShared);
  }
}
