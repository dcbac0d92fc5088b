package dev.ringfence.policy;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Service;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster put together object by object. */
public final class SmallCluster {

  private final ClusterBuilder builder = new ClusterBuilder(Cluster.SourceKind.MANIFESTS, "1.36");

  public SmallCluster namespace(String name) {
    return namespace(name, Map.of(), Map.of());
  }

  public SmallCluster namespace(
      String name, Map<String, String> labels, Map<String, String> annotations) {
    builder.addNamespace(meta("Namespace", null, name, labels, annotations));
    return this;
  }

  /** A pod with one container; {@code hostPath} empty for none. */
  public SmallCluster pod(
      String namespace, String name, String image, String account, String hostPath) {
    List<Volume> volumes =
        hostPath.isEmpty() ? List.of() : List.of(new Volume.HostPath("host", hostPath, ""));
    PodSpec spec = spec(image, account, volumes);
    builder.addPod(
        meta("Pod", namespace, name, Map.of(), Map.of()),
        spec,
        new ObjectReference("DaemonSet", namespace, name),
        "spec.template.spec",
        null,
        1,
        false,
        List.of());
    return this;
  }

  public SmallCluster service(String namespace, String name, Map<String, String> labels) {
    builder.add(
        new Service(
            meta("Service", namespace, name, labels, Map.of()),
            "ClusterIP",
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            ""));
    return this;
  }

  /** A Service with pods behind it. */
  public SmallCluster service(
      String namespace, String name, Map<String, String> selector, List<Service.Port> ports) {
    builder.add(
        new Service(
            meta("Service", namespace, name, Map.of(), Map.of()),
            "ClusterIP",
            selector,
            ports,
            List.of(),
            List.of(),
            ""));
    return this;
  }

  /** Binds to the ClusterRole {@code edit}; cluster-wide where the namespace is empty. */
  public SmallCluster bind(String namespace, Rbac.SubjectKind kind, String subject) {
    int slash = subject.indexOf('/');
    boolean account = kind == Rbac.SubjectKind.SERVICE_ACCOUNT;
    builder.add(
        new Rbac.Binding(
            namespace.isEmpty()
                ? meta("ClusterRoleBinding", null, "all-" + subject, Map.of(), Map.of())
                : meta("RoleBinding", namespace, "edit-" + subject, Map.of(), Map.of()),
            true,
            "edit",
            List.of(
                new Rbac.Subject(
                    kind,
                    account ? subject.substring(0, slash) : "",
                    account ? subject.substring(slash + 1) : subject))));
    return this;
  }

  public SmallCluster node(String name, Map<String, String> labels) {
    builder.add(
        new Node(
            meta("Node", null, name, labels, Map.of()),
            List.of(),
            false,
            Map.of(),
            List.of(),
            Node.SystemInfo.UNKNOWN,
            List.of(),
            List.of(),
            "",
            false));
    return this;
  }

  public Cluster build() {
    return builder.build();
  }

  private static PodSpec spec(String image, String account, List<Volume> volumes) {
    Container container =
        new Container(
            Container.Type.REGULAR,
            "main",
            image,
            "IfNotPresent",
            Container.SecurityContext.UNSET,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            false);
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.serviceAccountName = account;
    spec.containers = List.of(container);
    spec.volumes = volumes;
    return spec.build();
  }

  private static ObjectMeta meta(
      String kind,
      @Nullable String namespace,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name),
        LabelSet.of(labels),
        annotations,
        null,
        new Origin(Origin.Source.FILE, "cluster.yaml", 0));
  }
}
