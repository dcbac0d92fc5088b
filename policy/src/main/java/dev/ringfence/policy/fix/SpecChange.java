package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pod specs with one thing changed. */
final class SpecChange {

  private SpecChange() {}

  static PodSpec token(PodSpec spec, PodSpec.Token token) {
    return new PodSpec(
        spec.serviceAccountName(),
        token,
        spec.hostNetwork(),
        spec.hostPID(),
        spec.hostIPC(),
        spec.shareProcessNamespace(),
        spec.hostUsers(),
        spec.runtimeClassName(),
        spec.priorityClassName(),
        spec.priority(),
        spec.nodeName(),
        spec.nodeSelector(),
        spec.requiredNodeAffinity(),
        spec.requiredPodAffinity(),
        spec.requiredPodAntiAffinity(),
        spec.tolerations(),
        spec.topologySpreadConstraints(),
        spec.schedulerName(),
        spec.operatingSystem(),
        spec.securityContext(),
        spec.containers(),
        spec.volumes(),
        spec.imagePullSecrets(),
        spec.resourceClaims(),
        spec.schedulingGates(),
        spec.overhead(),
        spec.podRequests());
  }

  /** Without the host namespace of that field. */
  static PodSpec closed(PodSpec spec, String field) {
    return new PodSpec(
        spec.serviceAccountName(),
        spec.token(),
        !field.equals("hostNetwork") && spec.hostNetwork(),
        !field.equals("hostPID") && spec.hostPID(),
        !field.equals("hostIPC") && spec.hostIPC(),
        spec.shareProcessNamespace(),
        spec.hostUsers(),
        spec.runtimeClassName(),
        spec.priorityClassName(),
        spec.priority(),
        spec.nodeName(),
        spec.nodeSelector(),
        spec.requiredNodeAffinity(),
        spec.requiredPodAffinity(),
        spec.requiredPodAntiAffinity(),
        spec.tolerations(),
        spec.topologySpreadConstraints(),
        spec.schedulerName(),
        spec.operatingSystem(),
        spec.securityContext(),
        spec.containers(),
        spec.volumes(),
        spec.imagePullSecrets(),
        spec.resourceClaims(),
        spec.schedulingGates(),
        spec.overhead(),
        spec.podRequests());
  }

  /** As admission makes a pod of the class: its scheduling and its overhead with it. */
  static PodSpec runtime(PodSpec spec, Policies.RuntimeClass runtime) {
    Map<String, String> selector = new HashMap<>(spec.nodeSelector());
    selector.putAll(runtime.nodeSelector());
    List<Toleration> tolerations = new ArrayList<>(spec.tolerations());
    tolerations.addAll(runtime.tolerations());
    return new PodSpec(
        spec.serviceAccountName(),
        spec.token(),
        spec.hostNetwork(),
        spec.hostPID(),
        spec.hostIPC(),
        spec.shareProcessNamespace(),
        spec.hostUsers(),
        runtime.meta().name(),
        spec.priorityClassName(),
        spec.priority(),
        spec.nodeName(),
        selector,
        spec.requiredNodeAffinity(),
        spec.requiredPodAffinity(),
        spec.requiredPodAntiAffinity(),
        tolerations,
        spec.topologySpreadConstraints(),
        spec.schedulerName(),
        spec.operatingSystem(),
        spec.securityContext(),
        spec.containers(),
        spec.volumes(),
        spec.imagePullSecrets(),
        spec.resourceClaims(),
        spec.schedulingGates(),
        runtime.overhead(),
        spec.podRequests());
  }

  /** With a place to be asked for, and the taints there tolerated. */
  static PodSpec placed(PodSpec spec, String key, String value, List<Toleration> more) {
    Map<String, String> selector = new HashMap<>(spec.nodeSelector());
    selector.put(key, value);
    List<Toleration> tolerations = new ArrayList<>(spec.tolerations());
    tolerations.addAll(more);
    return new PodSpec(
        spec.serviceAccountName(),
        spec.token(),
        spec.hostNetwork(),
        spec.hostPID(),
        spec.hostIPC(),
        spec.shareProcessNamespace(),
        spec.hostUsers(),
        spec.runtimeClassName(),
        spec.priorityClassName(),
        spec.priority(),
        spec.nodeName(),
        selector,
        spec.requiredNodeAffinity(),
        spec.requiredPodAffinity(),
        spec.requiredPodAntiAffinity(),
        tolerations,
        spec.topologySpreadConstraints(),
        spec.schedulerName(),
        spec.operatingSystem(),
        spec.securityContext(),
        spec.containers(),
        spec.volumes(),
        spec.imagePullSecrets(),
        spec.resourceClaims(),
        spec.schedulingGates(),
        spec.overhead(),
        spec.podRequests());
  }
}
