package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;

/** The level restricted of the Pod Security Standards, enforced in a namespace. */
record EnforcePodSecurity(String namespace) implements Repair {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  @Override
  public String title() {
    return "enforce Pod Security restricted in namespace " + namespace;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "new pods that the level refuses: see what it would refuse today with kubectl label"
        + " --dry-run=server --overwrite ns "
        + Manifest.shell(namespace)
        + " "
        + ENFORCE
        + "=restricted";
  }

  @Override
  public int cost() {
    return 3;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.namespaces(
        held -> {
          if (!held.name().equals(namespace)) {
            return held;
          }
          ObjectMeta meta = held.meta();
          LabelSet labels = meta.labels().with(ENFORCE, "restricted");
          return new Namespace(
              new ObjectMeta(
                  meta.reference(), labels, meta.annotations(), meta.controller(), meta.origin()));
        });
  }

  @Override
  public String patch() {
    return "kubectl label --overwrite ns "
        + Manifest.shell(namespace)
        + " "
        + ENFORCE
        + "=restricted";
  }
}
