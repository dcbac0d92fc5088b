package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Policies;

/** A runtime class that the cluster has, for a workload's pods. */
record ForceRuntimeClass(ObjectReference workload, String specPath, Policies.RuntimeClass runtime)
    implements Repair {

  @Override
  public String title() {
    return "run " + workload + " under RuntimeClass " + runtime.meta().name();
  }

  @Override
  public String breaks(Cluster cluster) {
    return "what the sandbox does not offer (devices, host namespaces, some system calls), and"
        + " placement on nodes without handler "
        + runtime.handler();
  }

  @Override
  public int cost() {
    return 6;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.runtime(spec, runtime));
  }

  @Override
  public String patch() {
    return MergePatch.of(
        workload, specPath, "{\"runtimeClassName\":\"" + runtime.meta().name() + "\"}");
  }
}
