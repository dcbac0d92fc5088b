package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps fences up, whatever a pattern: one set for the whole cluster.
 *
 * <p>Who may change fences is decided by RBAC: by the verb {@code manage} on {@code fences} of
 * {@code ringfence.dev}, which no server serves and which therefore gives nothing else. The
 * kubelets', scheduler's and clean-up controllers' exceptions are verbs of the same resource.
 */
public final class GuardPolicies {

  static final String FENCED =
      "{matchExpressions: [{key: " + Words.TENANT + ", operator: Exists}]}";

  private static final String WRITES = "CREATE, UPDATE, DELETE";

  private GuardPolicies() {}

  /** All of them. */
  public static List<ControlObject> all() {
    List<ControlObject> objects = new ArrayList<>();
    objects.addAll(namespaces());
    objects.addAll(fences());
    objects.addAll(nodes());
    objects.addAll(agents());
    objects.addAll(services());
    objects.addAll(endpoints());
    objects.addAll(credentials());
    objects.addAll(StorageGuard.all());
    objects.addAll(bindings());
    objects.addAll(MarkGuards.all());
    return objects;
  }

  static String may(String verb) {
    return "authorizer.group('ringfence.dev').resource('fences').check('" + verb + "').allowed()";
  }

  static PolicyText policy(String name) {
    return new PolicyText("ringfence-guard-" + name, "v1");
  }

  private static List<ControlObject> namespaces() {
    return policy("namespaces")
        .matching(WRITES, "", "v1", "namespaces, namespaces/status, namespaces/finalize")
        .where("no-manager", "!" + may("manage"))
        .let("new", "object == null ? {} : object.metadata.?labels.orValue({})")
        .let("old", "oldObject == null ? {} : oldObject.metadata.?labels.orValue({})")
        .let("newNotes", "object == null ? {} : object.metadata.?annotations.orValue({})")
        .let("oldNotes", "oldObject == null ? {} : oldObject.metadata.?annotations.orValue({})")
        .let("fenced", "'" + Words.TENANT + "' in variables.old")
        .validating(
            "guard/namespaces",
            List.of(
                new PolicyRule(
                    "no-forged-fence",
                    """
                    request.operation == 'DELETE'
                      || variables.new.all(k, !k.startsWith('ringfence.dev/')
                        || variables.old[?k].orValue('') == variables.new[k])""",
                    "only who manages fences sets ringfence.dev labels"),
                new PolicyRule(
                    "labels-stay",
                    "!variables.fenced || request.operation == 'DELETE'"
                        + " || variables.new == variables.old",
                    "the labels of a fenced namespace are its fence"),
                new PolicyRule(
                    "annotations-stay",
                    """
                    !variables.fenced || request.operation == 'DELETE' ||
                    (variables.oldNotes.all(k, !k.startsWith('ringfence.dev/')
                        || variables.newNotes[?k].orValue('') == variables.oldNotes[k])
                      && variables.newNotes.all(k, !(k.startsWith('ringfence.dev/')
                          || k.startsWith('scheduler.alpha.kubernetes.io/'))
                        || variables.oldNotes[?k].orValue('') == variables.newNotes[k]))""",
                    "these annotations of a fenced namespace are its fence"),
                new PolicyRule(
                    "owners-stay",
                    """
                    !variables.fenced || request.operation == 'DELETE' ||
                    object.metadata.?ownerReferences.orValue([])
                      == oldObject.metadata.?ownerReferences.orValue([])""",
                    "a fenced namespace's owners are not changed"),
                new PolicyRule(
                    "not-deleted",
                    "!variables.fenced || request.operation != 'DELETE'",
                    "a fenced namespace goes only with its fence")));
  }

  private static List<ControlObject> fences() {
    return policy("fences")
        .matching(WRITES, "networking.k8s.io", "v1", "networkpolicies")
        .matching(WRITES, "", "v1", "resourcequotas, limitranges")
        .matching(WRITES, "rbac.authorization.k8s.io", "v1", "roles, rolebindings")
        .matching(
            WRITES,
            "cilium.io",
            "*",
            "ciliumnetworkpolicies, ciliumlocalredirectpolicies, ciliumenvoyconfigs")
        .matching(WRITES, "crd.antrea.io", "*", "networkpolicies")
        .matching(WRITES, "k8s.cni.cncf.io", "*", "network-attachment-definitions")
        .matching(WRITES, "k8s.ovn.org", "*", "egressfirewalls, userdefinednetworks")
        .matching(WRITES, "crd.projectcalico.org", "*", "networkpolicies")
        .matching(WRITES, "projectcalico.org", "*", "networkpolicies")
        .matching(WRITES, "gateway.networking.k8s.io", "*", "referencegrants")
        .inNamespaces(FENCED)
        .where("no-manager", "!" + may("manage"))
        .where("no-clean-up", "request.operation != 'DELETE' || !" + may("clean-up"))
        .validating(
            "guard/fences",
            List.of(
                new PolicyRule(
                    "fences-stay",
                    "false",
                    "policies, quotas, limits and grants of a fenced namespace are its fence; an"
                        + " added allow rule is a hole")));
  }

  private static List<ControlObject> nodes() {
    return policy("nodes")
        .matching("CREATE, UPDATE", "", "v1", "nodes, nodes/status")
        .where(
            "marks-differ",
            """
            request.operation == 'CREATE'
              || object.metadata.?labels != oldObject.metadata.?labels
              || object.spec.?taints != oldObject.spec.?taints""")
        .where("no-manager", "!" + may("manage"))
        .let("new", "object.metadata.?labels.orValue({})")
        .let("old", "oldObject == null ? {} : oldObject.metadata.?labels.orValue({})")
        .let(
            "taints",
            "object.spec.?taints.orValue([]).filter(t, t.key.startsWith('ringfence.dev/'))")
        .let(
            "oldTaints",
            """
            oldObject == null ? []
              : oldObject.spec.?taints.orValue([]).filter(t, t.key.startsWith('ringfence.dev/'))""")
        .validating(
            "guard/nodes",
            List.of(
                new PolicyRule(
                    "node-labels-stay",
                    """
                    variables.new.all(k, !k.startsWith('node-restriction.kubernetes.io/')
                        || variables.old[?k].orValue('') == variables.new[k])
                      && variables.old.all(k, !k.startsWith('node-restriction.kubernetes.io/')
                        || variables.new[?k].orValue('') == variables.old[k])""",
                    "labels that keep tenants' nodes apart are written by who manages fences only"),
                new PolicyRule(
                    "node-taints-stay",
                    "request.operation == 'CREATE' || variables.taints == variables.oldTaints",
                    "taints that keep tenants' nodes apart are written by who manages fences"
                        + " only")));
  }

  private static List<ControlObject> agents() {
    return policy("agents")
        .matching(
            "UPDATE, DELETE",
            "",
            "v1",
            "nodes, nodes/status, pods, pods/status, pods/ephemeralcontainers, pods/resize")
        .matching("UPDATE, DELETE", "storage.k8s.io", "v1", "csinodes")
        .where(
            "has-a-node",
            """
            has(request.userInfo.extra)
              && 'authentication.kubernetes.io/node-name' in request.userInfo.extra
              && request.userInfo.username.startsWith('system:serviceaccount:')""")
        .where("not-cross-node", "!" + may("cross-nodes"))
        .let("node", "request.userInfo.extra['authentication.kubernetes.io/node-name'][0]")
        .let("target", "object == null ? oldObject : object")
        .validating(
            "guard/agents",
            List.of(
                new PolicyRule(
                    "own-node-only",
                    """
                    request.resource.resource == 'pods'
                      ? variables.target.spec.?nodeName.orValue('') == variables.node
                      : variables.target.metadata.name == variables.node""",
                    "an account whose token names a node writes that node's objects only; grant"
                        + " cross-nodes on fences.ringfence.dev to an operator that must")));
  }

  private static List<ControlObject> services() {
    return policy("services")
        .matching("CREATE, UPDATE", "", "v1", "services, services/status")
        .matching("CREATE, UPDATE", "networking.k8s.io", "v1", "ingresses")
        .inNamespaces(FENCED)
        .where("no-manager", "!" + may("manage"))
        .let("isService", "object.kind == 'Service'")
        .validating(
            "guard/services",
            List.of(
                new PolicyRule(
                    "no-external-addresses",
                    "!variables.isService || size(object.spec.?externalIPs.orValue([])) == 0",
                    "externalIPs take over others' addresses"),
                new PolicyRule(
                    "no-written-load-balancer",
                    """
                    !variables.isService || request.?subResource.orValue('') != 'status'
                      || object.?status == oldObject.?status""",
                    "the status of a Service takes over others' addresses"),
                new PolicyRule(
                    "no-external-names",
                    "!variables.isService || object.spec.?type.orValue('') != 'ExternalName'",
                    "an ExternalName answers in another's name"),
                new PolicyRule(
                    "no-selectorless",
                    """
                    !variables.isService || size(object.spec.?selector.orValue({})) > 0""",
                    "a Service without selector takes hand-written endpoints"),
                new PolicyRule(
                    "no-snippets",
                    """
                    variables.isService || object.metadata.?annotations.orValue({}).all(k,
                      !k.endsWith('-snippet') && !k.endsWith('/server-alias')
                        && !k.endsWith('/auth-url'))""",
                    "snippets of an Ingress are code in the shared controller")));
  }

  private static List<ControlObject> endpoints() {
    return policy("endpoints")
        .matching("CREATE, UPDATE", "", "v1", "endpoints")
        .matching("CREATE, UPDATE", "discovery.k8s.io", "v1", "endpointslices")
        .inNamespaces(FENCED)
        .where("no-manager", "!" + may("manage"))
        .where("no-controller", "!" + may("write-endpoints"))
        .validating(
            "guard/endpoints",
            List.of(
                new PolicyRule(
                    "only-controllers", "false", "hand-written endpoints route to others' pods")));
  }

  private static List<ControlObject> credentials() {
    return policy("credentials")
        .matching("CREATE, UPDATE", "", "v1", "secrets, serviceaccounts")
        .inNamespaces(FENCED)
        .where("no-manager", "!" + may("manage"))
        .let("notes", "object.metadata.?annotations.orValue({})")
        .let("oldNotes", "oldObject == null ? {} : oldObject.metadata.?annotations.orValue({})")
        .validating(
            "guard/credentials",
            List.of(
                new PolicyRule(
                    "no-token-secrets",
                    """
                    object.kind != 'Secret'
                      || object.?type.orValue('') != 'kubernetes.io/service-account-token'""",
                    "Secrets of service account tokens mint credentials that do not expire"),
                new PolicyRule(
                    "no-cloud-roles",
                    """
                    object.kind != 'ServiceAccount' || variables.notes.all(k,
                      !(k in ['eks.amazonaws.com/role-arn', 'iam.gke.io/gcp-service-account',
                        'azure.workload.identity/client-id'])
                        || variables.oldNotes[?k].orValue('') == variables.notes[k])""",
                    "cloud roles of an account are given by who manages fences")));
  }

  private static List<ControlObject> bindings() {
    return policy("placement")
        .matching("CREATE", "", "v1", "pods/binding, bindings")
        .inNamespaces(FENCED)
        .where("no-manager", "!" + may("manage"))
        .where("no-scheduler", "!" + may("schedule"))
        .validating(
            "guard/placement",
            List.of(
                new PolicyRule(
                    "only-the-scheduler", "false", "only the scheduler binds pods to nodes")));
  }
}
