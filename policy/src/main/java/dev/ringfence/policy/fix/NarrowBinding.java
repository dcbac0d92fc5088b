package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.List;

/** One subject less in a binding; the binding goes where it was the only one. */
record NarrowBinding(ObjectReference binding, Rbac.Subject subject, int index, int subjects)
    implements Repair {

  @Override
  public String title() {
    return subjects == 1
        ? "delete " + binding + " (of " + words() + ")"
        : "remove " + words() + " from " + binding;
  }

  private String words() {
    return switch (subject.kind()) {
      case USER -> "User " + subject.name();
      case GROUP -> "Group " + subject.name();
      case SERVICE_ACCOUNT -> "ServiceAccount " + subject.namespace() + "/" + subject.name();
    };
  }

  @Override
  public String breaks(Cluster cluster) {
    for (Rbac.Binding held : cluster.bindings()) {
      if (held.meta().reference().equals(binding)) {
        return words()
            + " loses what "
            + (held.clusterRole() ? "ClusterRole " : "Role ")
            + held.roleName()
            + " grants it there; whether it uses that is not in the objects";
      }
    }
    return "";
  }

  @Override
  public int cost() {
    return subject.kind() == Rbac.SubjectKind.SERVICE_ACCOUNT ? 2 : 3;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.bindings(
        held -> {
          if (held == null || !held.meta().reference().equals(binding)) {
            return held;
          }
          List<Rbac.Subject> rest = new ArrayList<>(held.subjects());
          rest.remove(subject);
          return rest.isEmpty()
              ? null
              : new Rbac.Binding(held.meta(), held.clusterRole(), held.roleName(), rest);
        });
  }

  @Override
  public String patch() {
    String object = Manifest.resource(binding);
    return subjects == 1
        ? "kubectl delete " + object
        : "kubectl patch "
            + object
            + " --type=json -p '[{\"op\":\"remove\",\"path\":\"/subjects/"
            + index
            + "\"}]'";
  }
}
