package dev.ringfence.engine.cluster;

/**
 * Pods that no analysis can tell apart: one namespace, one spec, the same values of every label
 * that some selector reads. A fact about a class means "some pod of it".
 *
 * @param id the index in {@link Cluster#podClasses()}
 * @param namespace the index in {@link Cluster#namespaces()}
 * @param spec the spec of the first member; members' specs differ in nothing that is analysed
 * @param labels only the labels that some selector of the cluster reads
 * @param members indexes in {@link Cluster#pods()}, ascending, never empty
 * @param count how many pods that is, pods that workloads would have included
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract; a copy per access costs too much
public record PodClass(
    int id, int namespace, PodSpec spec, LabelSet labels, int[] members, int count) {

  /** A member to show as evidence. */
  public int example() {
    return members[0];
  }
}
