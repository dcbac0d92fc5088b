package dev.ringfence.engine.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with a few objects changed, as if they had been read so: for asking what a change would
 * do before anybody makes it. The original stays as it is.
 */
public final class ClusterEdit {

  private final Cluster cluster;
  private final List<UnaryOperator<Rbac.@Nullable Binding>> bindings = new ArrayList<>();
  private final List<UnaryOperator<Namespace>> namespaces = new ArrayList<>();
  private final List<UnaryOperator<Rbac.ServiceAccount>> accounts = new ArrayList<>();
  private final List<BiFunction<ObjectReference, PodSpec, PodSpec>> specs = new ArrayList<>();
  private final List<NetworkPolicy> addedPolicies = new ArrayList<>();
  private final List<Policies.ResourceQuota> addedQuotas = new ArrayList<>();

  public ClusterEdit(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Null takes a binding away. */
  public void bindings(UnaryOperator<Rbac.@Nullable Binding> change) {
    bindings.add(change);
  }

  public void namespaces(UnaryOperator<Namespace> change) {
    namespaces.add(change);
  }

  public void serviceAccounts(UnaryOperator<Rbac.ServiceAccount> change) {
    accounts.add(change);
  }

  /** Changes the specs of pods and of templates, told by what a person would edit. */
  public void podSpecs(BiFunction<ObjectReference, PodSpec, PodSpec> change) {
    specs.add(change);
  }

  public void add(NetworkPolicy policy) {
    addedPolicies.add(policy);
  }

  public void add(Policies.ResourceQuota quota) {
    addedQuotas.add(quota);
  }

  /** The changed cluster. */
  public Cluster build() {
    ClusterBuilder builder = new ClusterBuilder(cluster.sourceKind(), cluster.kubernetesVersion());
    cluster.unreadable().forEach(kind -> builder.addUnreadable(kind.kind(), kind.reason()));
    for (Namespace namespace : cluster.namespaces()) {
      Namespace changed = namespace;
      for (UnaryOperator<Namespace> change : namespaces) {
        changed = change.apply(changed);
      }
      builder.addNamespace(changed.meta());
    }
    for (Node node : cluster.nodes()) {
      if (!node.assumed()) {
        builder.add(node);
      }
    }
    for (Rbac.ServiceAccount account : cluster.serviceAccounts()) {
      Rbac.ServiceAccount changed = account;
      for (UnaryOperator<Rbac.ServiceAccount> change : accounts) {
        changed = change.apply(changed);
      }
      builder.add(changed);
    }
    cluster.roles().forEach(builder::add);
    for (Rbac.Binding binding : cluster.bindings()) {
      Rbac.Binding changed = binding;
      for (UnaryOperator<Rbac.@Nullable Binding> change : bindings) {
        changed = changed == null ? null : change.apply(changed);
      }
      if (changed != null) {
        builder.add(changed);
      }
    }
    cluster.networkPolicies().forEach(builder::add);
    addedPolicies.forEach(builder::add);
    cluster.services().forEach(builder::add);
    cluster.resourceQuotas().forEach(builder::add);
    addedQuotas.forEach(builder::add);
    cluster.limitRanges().forEach(builder::add);
    cluster.runtimeClasses().forEach(builder::add);
    cluster.priorityClasses().forEach(builder::add);
    cluster.secrets().forEach(builder::add);
    cluster.configMaps().forEach(builder::add);
    cluster.persistentVolumes().forEach(builder::add);
    cluster.persistentVolumeClaims().forEach(builder::add);
    cluster.customResources().forEach(builder::add);
    cluster.admissionExtensions().forEach(builder::add);
    cluster.engineObjects().forEach(builder::add);
    cluster.admissionPolicies().forEach(builder::add);
    cluster.admissionBindings().forEach(builder::add);
    cluster.admissionParameters().forEach(builder::add);
    cluster.unreadParameterKinds().forEach(builder::addUnreadParameterKind);
    cluster.webhooks().forEach(builder::add);
    cluster.apiExtensions().forEach(builder::add);
    cluster.others().forEach(builder::addOther);
    workloads(builder);
    pods(builder);
    return builder.build();
  }

  private PodSpec changed(ObjectReference owner, PodSpec spec) {
    PodSpec changed = spec;
    for (BiFunction<ObjectReference, PodSpec, PodSpec> change : specs) {
      changed = change.apply(owner, changed);
    }
    return changed;
  }

  private void workloads(ClusterBuilder builder) {
    for (Workload workload : cluster.workloads()) {
      builder.add(
          new Workload(
              workload.meta(),
              workload.replicas(),
              workload.templateLabels(),
              builder.intern(changed(workload.topmost(), workload.template())),
              workload.topmost(),
              workload.templatePath()));
    }
  }

  private void pods(ClusterBuilder builder) {
    Pods pods = cluster.pods();
    for (int pod = 0; pod < pods.count(); pod++) {
      String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
      int node = pods.node(pod);
      builder.addPod(
          new ObjectMeta(
              new ObjectReference("Pod", namespace, pods.name(pod)),
              pods.labels(pod),
              java.util.Map.of(),
              null,
              pods.origin(pod)),
          changed(pods.topmost(pod), pods.spec(pod)),
          pods.topmost(pod),
          pods.specPath(pod),
          node < 0 ? null : cluster.nodes().get(node).name(),
          pods.replicas(pod),
          pods.completed(pod),
          pods.addresses(pod));
    }
  }
}
