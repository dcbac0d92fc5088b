package dev.ringfence.policy.controls.admission;

import dev.ringfence.policy.controls.ControlObject;
import java.util.ArrayList;
import java.util.List;

/** Guards of what others read off objects: the mark of fences, and annotations of pods. */
final class MarkGuards {

  private static final String WRITES = "CREATE, UPDATE, DELETE";

  /**
   * Annotations of pods that network plugins, runtimes and agents obey, whoever wrote them.
   * Sources: the references of Calico, Multus, OVN-Kubernetes, Cilium, Amazon's and Google's
   * network plugins, Antrea, Kata Containers, gVisor, CRI-O, the plugins of containerd's NRI, and
   * kube2iam.
   */
  private static final List<String> PREFIXES =
      List.of(
          "cni.projectcalico.org/",
          "k8s.v1.cni.cncf.io/",
          "v1.multus-cni.io/",
          "k8s.ovn.org/",
          "cni.cilium.io/",
          "ipam.cilium.io/",
          "policy.cilium.io/",
          "vpc.amazonaws.com/",
          "networking.gke.io/",
          "ipam.antrea.io/",
          "io.katacontainers.",
          "dev.gvisor.",
          "io.kubernetes.cri-o.",
          "iam.amazonaws.com/");

  /** Where a name of somebody's own stands before. Kube-OVN, NRI, CRI-O. */
  private static final List<String> WITHIN =
      List.of("ovn.kubernetes.io/", "nri.io/", "nri.containerd.io", "crio.io");

  private MarkGuards() {}

  static List<ControlObject> all() {
    List<ControlObject> objects = new ArrayList<>(marks());
    objects.addAll(annotations());
    return objects;
  }

  /**
   * {@code apply --prune} and {@code --remove} delete what bears the mark, so whoever could put it
   * on others' objects would have them deleted; and what bears it is a fence's own.
   */
  private static List<ControlObject> marks() {
    String mark = ".?metadata.?labels[?'" + ControlObject.OWNER_LABEL + "'].orValue('') == '";
    return GuardPolicies.policy("marks")
        .matching(
            WRITES,
            "rbac.authorization.k8s.io",
            "v1",
            "clusterroles, clusterrolebindings, rolebindings")
        .matching(WRITES, "", "v1", "resourcequotas, limitranges")
        .matching(WRITES, "networking.k8s.io", "v1", "networkpolicies")
        .matching(WRITES, "node.k8s.io", "v1", "runtimeclasses")
        .matching(WRITES, "scheduling.k8s.io", "v1", "priorityclasses")
        .matching(
            WRITES, "flowcontrol.apiserver.k8s.io", "*", "flowschemas, prioritylevelconfigurations")
        .matching(
            WRITES, "policy.networking.k8s.io", "*", "clusternetworkpolicies, adminnetworkpolicies")
        .matching(
            WRITES, "cilium.io", "*", "ciliumnetworkpolicies, ciliumclusterwidenetworkpolicies")
        .matching(WRITES, "crd.projectcalico.org", "*", "globalnetworkpolicies")
        .matching(WRITES, "projectcalico.org", "*", "globalnetworkpolicies")
        .where(
            "bears-the-mark",
            "(object != null && object%1$s%2$s') || (oldObject != null && oldObject%1$s%2$s')"
                .formatted(mark, ControlObject.OWNER))
        .where("no-manager", "!" + GuardPolicies.may("manage"))
        .where("no-clean-up", "request.operation != 'DELETE' || !" + GuardPolicies.may("clean-up"))
        .validating(
            "guard/marks",
            List.of(
                new PolicyRule(
                    "marks-stay",
                    "false",
                    "what is marked as Ringfence's is written by who manages fences only")));
  }

  /**
   * On a pod that is made nobody may write them, a controller included: its template is a tenant's.
   * Afterwards those agents themselves do, who may write to the platform's own pods too.
   */
  private static List<ControlObject> annotations() {
    List<String> tests = new ArrayList<>();
    PREFIXES.forEach(prefix -> tests.add("k.startsWith('" + prefix + "')"));
    WITHIN.forEach(within -> tests.add("k.contains('" + within + "')"));
    return GuardPolicies.policy("annotations")
        .matching("CREATE, UPDATE", "", "v1", "pods")
        .inNamespaces(GuardPolicies.FENCED)
        .where("has-some", "has(object.metadata.annotations)")
        .where("no-manager", "!" + GuardPolicies.may("manage"))
        .where(
            "no-agent",
            """
            request.operation == 'CREATE' || !authorizer.group('').resource('pods')
              .namespace('kube-system').check('patch').allowed()""")
        .let("old", "oldObject == null ? {} : oldObject.metadata.?annotations.orValue({})")
        .validating(
            "guard/annotations",
            List.of(
                new PolicyRule(
                    "no-orders",
                    """
                    object.metadata.annotations.all(k,
                      variables.old[?k].orValue('') == object.metadata.annotations[k]
                        || !(%s))"""
                        .formatted(String.join("\n          || ", tests)),
                    "an annotation that the network, the runtime or an agent of the node obeys")));
  }
}
