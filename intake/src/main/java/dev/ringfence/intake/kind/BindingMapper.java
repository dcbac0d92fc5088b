package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** {@code rbac.authorization.k8s.io RoleBinding} and {@code ClusterRoleBinding}. */
final class BindingMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("roleRef { kind name } subjects { kind namespace name }");

  private final boolean namespaced;

  BindingMapper(boolean namespaced) {
    this.namespaced = namespaced;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return namespaced;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields root = object.root();
    Fields role = root.fields("roleRef");
    String kind = role.text("kind");
    boolean clusterRole = kind.equals("ClusterRole");
    if (!clusterRole && (!namespaced || !kind.equals("Role"))) {
      throw ShapeException.refused(
          role, "kind", "must be " + (namespaced ? "Role or ClusterRole" : "ClusterRole"));
    }
    if (role.text("name").isEmpty()) {
      throw ShapeException.refused(role, "name", "is missing");
    }
    Items items = root.items("subjects");
    List<Rbac.Subject> subjects = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      subjects.add(subject(items.fields(i), namespaced ? object.namespace() : ""));
    }
    sink.builder()
        .add(new Rbac.Binding(object.meta(namespaced), clusterRole, role.text("name"), subjects));
  }

  /**
   * A service account without a namespace is one of the RoleBinding's own, as the authorizer has it
   * (k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac, appliesToUser).
   */
  private static Rbac.Subject subject(Fields subject, String ownNamespace) {
    String name = subject.text("name");
    return switch (subject.text("kind")) {
      case "User" -> new Rbac.Subject(Rbac.SubjectKind.USER, "", name);
      case "Group" -> new Rbac.Subject(Rbac.SubjectKind.GROUP, "", name);
      case "ServiceAccount" -> {
        String namespace = subject.text("namespace", ownNamespace);
        if (namespace.isEmpty()) {
          throw ShapeException.refused(
              subject, "namespace", "is missing: a service account stands in a namespace");
        }
        yield new Rbac.Subject(Rbac.SubjectKind.SERVICE_ACCOUNT, namespace, name);
      }
      default ->
          throw ShapeException.refused(subject, "kind", "must be User, Group or ServiceAccount");
    };
  }
}
