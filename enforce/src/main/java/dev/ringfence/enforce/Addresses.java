package dev.ringfence.enforce;

import dev.ringfence.policy.controls.ControlObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where objects of the kinds that fences are made of stand in the API. */
final class Addresses {

  /** A kind that fences may be made of. */
  record Kind(String apiVersion, String kind) {

    /** The plural: of these kinds by the rule of English that all of them follow. */
    String plural() {
      String word = kind.toLowerCase(Locale.ROOT);
      if (word.endsWith("y")) {
        return word.substring(0, word.length() - 1) + "ies";
      }
      return word + (word.endsWith("s") ? "es" : "s");
    }

    /** The same kind as servers before 1.36 have it; null where there is no other. */
    @Nullable Kind older() {
      return apiVersion.equals("admissionregistration.k8s.io/v1") && kind.startsWith("Mutating")
          ? new Kind("admissionregistration.k8s.io/v1beta1", kind)
          : null;
    }

    String group() {
      return (apiVersion.indexOf('/') < 0 ? "/api/" : "/apis/") + apiVersion;
    }

    String path(@Nullable String namespace, String name) {
      return group()
          + (namespace == null || namespace.isEmpty() ? "" : "/namespaces/" + namespace)
          + "/"
          + plural()
          + "/"
          + name;
    }
  }

  /** The API server's own kinds, which every fence is made of. */
  static final List<Kind> BUILT_IN =
      List.of(
          new Kind("v1", "Namespace"),
          new Kind("v1", "ResourceQuota"),
          new Kind("v1", "LimitRange"),
          new Kind("v1", "ServiceAccount"),
          new Kind("networking.k8s.io/v1", "NetworkPolicy"),
          new Kind("rbac.authorization.k8s.io/v1", "RoleBinding"),
          new Kind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
          new Kind("rbac.authorization.k8s.io/v1", "ClusterRole"),
          new Kind("scheduling.k8s.io/v1", "PriorityClass"),
          new Kind("node.k8s.io/v1", "RuntimeClass"),
          new Kind("flowcontrol.apiserver.k8s.io/v1", "FlowSchema"),
          new Kind("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration"),
          new Kind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding"),
          new Kind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"),
          new Kind("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding"),
          new Kind("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy"));

  /** Kinds that fences are made of where the cluster has them. */
  private static final List<Kind> ADDED =
      List.of(
          new Kind("policy.networking.k8s.io/v1alpha2", "ClusterNetworkPolicy"),
          new Kind("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"),
          new Kind("cilium.io/v2", "CiliumNetworkPolicy"),
          new Kind("cilium.io/v2", "CiliumClusterwideNetworkPolicy"),
          new Kind("crd.projectcalico.org/v1", "GlobalNetworkPolicy"));

  /** All kinds that some fence may be made of: what pruning looks at. */
  static final List<Kind> KINDS = Stream.concat(BUILT_IN.stream(), ADDED.stream()).toList();

  private Addresses() {}

  /** Whether fences may be made of it. */
  static boolean isOfFences(Kind kind) {
    return KINDS.stream().anyMatch(each -> each.equals(kind) || kind.equals(each.older()));
  }

  static Kind kind(ControlObject object) {
    return new Kind(object.apiVersion(), object.kind());
  }

  static String path(ControlObject object) {
    return kind(object).path(object.namespace(), object.name());
  }
}
