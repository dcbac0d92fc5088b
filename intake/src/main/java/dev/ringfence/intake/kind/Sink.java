package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.intake.pod.PodSpecCache;

/** Where mapped objects go: at once to the builder, or kept until everything is read. */
public interface Sink {

  /** For what needs nothing else to be known. */
  ClusterBuilder builder();

  /** Maps the specs of admitted pods, each only once. */
  PodSpecCache podSpecs();

  /** A pod; accounts, classes and controllers are resolved when everything is read. */
  void pod(ReadPod pod);

  /** A controller with a pod template. */
  void workload(ReadWorkload workload);

  /** Something the user should know. */
  void warn(ReadObject object, String path, String message);
}
