package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.ObjectReference;

/** A host namespace less in a workload's pods. */
record ClosePodField(ObjectReference workload, String specPath, String field) implements Repair {

  @Override
  public String title() {
    return "set " + field + " to false in " + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "whatever " + workload + " does through the node's namespace: the objects do not tell";
  }

  @Override
  public int cost() {
    return 5;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.closed(spec, field));
  }

  @Override
  public String patch() {
    return MergePatch.of(workload, specPath, "{\"" + field + "\":false}");
  }
}
