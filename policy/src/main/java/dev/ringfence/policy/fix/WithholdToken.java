package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;

/** No service account token in a workload's pods. */
record WithholdToken(ObjectReference workload, String specPath) implements Repair {

  @Override
  public String title() {
    return "mount no service account token into " + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "calls of the Kubernetes API from its pods, if it makes any: the objects do not tell";
  }

  @Override
  public int cost() {
    return 2;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.token(spec, PodSpec.Token.NOT_MOUNTED));
  }

  @Override
  public String patch() {
    return MergePatch.of(workload, specPath, "{\"automountServiceAccountToken\":false}");
  }
}
