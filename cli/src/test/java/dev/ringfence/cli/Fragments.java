package dev.ringfence.cli;

/** Manifests that several tests put into their clusters; each ends without a separator. */
final class Fragments {

  /** A policy about new pods that does not compile, and its binding. */
  static final String BROKEN_POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: broken}
      spec:
        matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
        validations: [{expression: "object.spec.("}]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: broken}
      spec: {policyName: broken, validationActions: [Deny]}
      """;

  private Fragments() {}

  /** Pod front of red, with a service account, and pod base of blue, without its token. */
  static String frontAndBase(String account) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: front, namespace: red, labels: {app: front}}
    spec: {serviceAccountName: %s, containers: [{name: a, image: a}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: base, namespace: blue, labels: {app: base}}
    spec: {automountServiceAccountToken: false, containers: [{name: b, image: b}]}
    """
        .formatted(account);
  }

  /** A binding of a role that is not there, to an account of a and to one that is not there. */
  static String dangling(String account) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: dangling, namespace: b}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: nowhere}
    subjects:
    - {kind: ServiceAccount, name: %s, namespace: a}
    - {kind: ServiceAccount, name: robot}
    """
        .formatted(account);
  }

  /** A ClusterRole that others aggregate by its own name, and that aggregates another. */
  static String aggregating(String name, String other) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: %1$s, labels: {of: %1$s}}
    aggregationRule: {clusterRoleSelectors: [{matchLabels: {of: %2$s}}]}
    """
        .formatted(name, other);
  }
}
