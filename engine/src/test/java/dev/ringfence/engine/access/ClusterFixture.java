package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.cluster.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes small clusters down in a few words, for tests of access. */
public final class ClusterFixture {

  private final ClusterBuilder builder;

  private ClusterFixture(Cluster.SourceKind source, String version) {
    builder = new ClusterBuilder(source, version);
  }

  public static ClusterFixture manifests() {
    return new ClusterFixture(Cluster.SourceKind.MANIFESTS, "1.36");
  }

  public static ClusterFixture manifests(String version) {
    return new ClusterFixture(Cluster.SourceKind.MANIFESTS, version);
  }

  public static ClusterFixture dump() {
    return new ClusterFixture(Cluster.SourceKind.DUMP, "1.36");
  }

  /** Verbs, API groups and resources, each separated by commas; then names. */
  public static Rbac.Rule rule(String verbs, String groups, String resources, String... names) {
    return new Rbac.Rule(split(verbs), split(groups), split(resources), List.of(names), List.of());
  }

  private static List<String> split(String list) {
    return Arrays.asList(list.split(",", -1));
  }

  public static Rbac.Subject account(String namespace, String name) {
    return new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, name);
  }

  public static Rbac.Subject user(String name) {
    return new Rbac.Subject(Rbac.SubjectKind.USER, "", name);
  }

  public static Rbac.Subject group(String name) {
    return new Rbac.Subject(Rbac.SubjectKind.GROUP, "", name);
  }

  public ClusterFixture namespace(String name) {
    builder.addNamespace(meta("Namespace", "", name, Map.of()));
    return this;
  }

  public ClusterFixture serviceAccount(String namespace, String name, @Nullable Boolean automount) {
    builder.add(
        new Rbac.ServiceAccount(
            meta("ServiceAccount", namespace, name, Map.of()), automount, List.of(), List.of()));
    return this;
  }

  public ClusterFixture clusterRole(String name, Rbac.Rule... rules) {
    builder.add(new Rbac.Role(meta("ClusterRole", "", name, Map.of()), List.of(rules), null));
    return this;
  }

  public ClusterFixture labelledRole(String name, String label, Rbac.Rule... rules) {
    builder.add(
        new Rbac.Role(meta("ClusterRole", "", name, Map.of(label, "true")), List.of(rules), null));
    return this;
  }

  /** A ClusterRole with one label that aggregates those with another. */
  public ClusterFixture aggregate(String name, String label, String selects, Rbac.Rule... rules) {
    builder.add(
        new Rbac.Role(
            meta("ClusterRole", "", name, label.isEmpty() ? Map.of() : Map.of(label, "true")),
            List.of(rules),
            List.of(new LabelSelector(Map.of(selects, "true"), List.of()))));
    return this;
  }

  public ClusterFixture role(String namespace, String name, Rbac.Rule... rules) {
    builder.add(new Rbac.Role(meta("Role", namespace, name, Map.of()), List.of(rules), null));
    return this;
  }

  /** A ClusterRoleBinding. */
  public ClusterFixture bindEverywhere(String role, Rbac.Subject... subjects) {
    builder.add(
        new Rbac.Binding(
            meta("ClusterRoleBinding", "", role + "-everywhere", Map.of()),
            true,
            role,
            List.of(subjects)));
    return this;
  }

  /** A RoleBinding to a ClusterRole. */
  public ClusterFixture bindClusterRole(String namespace, String role, Rbac.Subject... subjects) {
    builder.add(
        new Rbac.Binding(
            meta("RoleBinding", namespace, role + "-here", Map.of()),
            true,
            role,
            List.of(subjects)));
    return this;
  }

  /** A RoleBinding to a Role. */
  public ClusterFixture bindRole(String namespace, String role, Rbac.Subject... subjects) {
    builder.add(
        new Rbac.Binding(
            meta("RoleBinding", namespace, role, Map.of()), false, role, List.of(subjects)));
    return this;
  }

  public ClusterFixture pod(String namespace, String name, String account, PodSpec.Token token) {
    return pod(namespace, name, account, token, List.of());
  }

  public ClusterFixture pod(
      String namespace, String name, String account, PodSpec.Token token, List<Volume> volumes) {
    builder.addPod(
        meta("Pod", namespace, name, Map.of("pod", name)),
        spec(account, token, volumes),
        new ObjectReference("Pod", namespace, name),
        "spec",
        null,
        1,
        false,
        List.of());
    return this;
  }

  /** A pod with a variable whose value stands in its spec. */
  public ClusterFixture podWithEnvironment(String namespace, String name) {
    Container container =
        new Container(
            Container.Type.REGULAR,
            "main",
            "app",
            "IfNotPresent",
            Container.SecurityContext.UNSET,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            false,
            List.of(),
            true);
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.containers = List.of(container);
    builder.addPod(
        meta("Pod", namespace, name, Map.of("pod", name)),
        spec.build(),
        new ObjectReference("Pod", namespace, name),
        "spec",
        null,
        1,
        false,
        List.of());
    return this;
  }

  public ClusterFixture tokenSecret(String namespace, String name, String account) {
    builder.add(
        new Policies.SecretReference(
            meta("Secret", namespace, name, Map.of()),
            "kubernetes.io/service-account-token",
            account));
    return this;
  }

  /** For what has no word of its own here. */
  public ClusterBuilder builder() {
    return builder;
  }

  public Cluster build() {
    return builder.build();
  }

  public static ObjectMeta meta(
      String kind, String namespace, String name, Map<String, String> labels) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace.isEmpty() ? null : namespace, name),
        LabelSet.of(labels),
        Map.of(),
        null,
        new Origin(Origin.Source.FILE, "cluster.yaml", 0));
  }

  private static PodSpec spec(String account, PodSpec.Token token, List<Volume> volumes) {
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.serviceAccountName = account;
    spec.token = token;
    spec.volumes = volumes;
    return spec.build();
  }
}
