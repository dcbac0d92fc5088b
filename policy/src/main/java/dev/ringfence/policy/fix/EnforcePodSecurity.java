package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.admission.Admission;
import dev.ringfence.engine.admission.PodSecurityLevel;
import dev.ringfence.engine.admission.PodSecurityVersion;
import dev.ringfence.engine.admission.Violation;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.PodClass;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The level restricted of the Pod Security Standards, enforced in a namespace. */
record EnforcePodSecurity(String namespace) implements Repair {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  @Override
  public String title() {
    return "enforce Pod Security restricted in namespace " + namespace;
  }

  @Override
  public String breaks(Cluster cluster) {
    SortedSet<String> refused = new TreeSet<>();
    int index = cluster.namespaceIndex(namespace);
    for (PodClass podClass : cluster.podClasses()) {
      if (podClass.namespace() == index) {
        List<Violation> violations =
            Admission.violations(
                PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST, podClass.spec());
        if (!violations.isEmpty()) {
          refused.add(
              cluster.pods().topmost(podClass.example())
                  + " ("
                  + violations.stream().map(Violation::check).distinct().collect(joining(", "))
                  + ")");
        }
      }
    }
    return refused.isEmpty()
        ? "nothing of today's: the level lets every pod of the namespace through"
        : "pods made anew would be refused of " + String.join("; ", refused);
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
