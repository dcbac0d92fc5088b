package dev.ringfence.policy.controls.admission;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.LabelSelector.Operator;
import dev.ringfence.engine.cluster.LabelSelector.Requirement;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.PodAffinityTerm;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.policy.advice.Promise;
import dev.ringfence.policy.advice.SandboxRuntime;
import dev.ringfence.policy.advice.SecuredPod;
import dev.ringfence.policy.advice.Suitability;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.document.IsolationClassDocument.PodSecurityLevel;
import dev.ringfence.policy.fence.Fence;
import dev.ringfence.policy.fence.FencePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pattern's mutating policy makes of a pod, on the model: {@link PodDefaults} for whoever
 * has no API server to ask. The built-in admission comes after it.
 */
public final class PatternPods {

  private final FencePlan plan;
  private final Fence fence;

  public PatternPods(FencePlan plan, Fence fence) {
    this.plan = plan;
    this.fence = fence;
  }

  /** Why the fence would refuse the pod if it were made anew; empty where it would not. */
  public List<String> refusals(PodSpec spec) {
    return Suitability.obstacles(
        spec,
        new Suitability.Rules(
            fence.tenant(),
            fence.pattern(),
            dev.ringfence.engine.admission.PodSecurityLevel.valueOf(fence.level().name()),
            // Only a sandboxed namespace is told its RuntimeClass; elsewhere every one is refused.
            Promise.isSandboxed(fence.pattern())
                ? SandboxRuntime.className(fence.pattern(), fence.settings(), plan.traits())
                : null,
            fence.usesApi(),
            fence.hostPrivileges(),
            fence.settings().registryOf(fence.tenant())));
  }

  /** The pod with what it left out. */
  public PodSpec defaulted(PodSpec spec) {
    if (plan.traits().minorVersion() < 34) {
      return spec;
    }
    PodSpecEdit edit = new PodSpecEdit(spec);
    if (Promise.hasOwnNodes(fence.pattern())) {
      ownNodes(edit);
    }
    if (Promise.isSandboxed(fence.pattern()) && edit.runtimeClassName == null) {
      edit.runtimeClassName =
          SandboxRuntime.className(fence.pattern(), fence.settings(), plan.traits());
    }
    if (fence.level() == PodSecurityLevel.RESTRICTED) {
      SecuredPod.secure(edit);
    }
    if (plan.traits().userNamespaces()
        && fence.pattern() != Pattern.DEDICATED_NODES_WITH_HOST_PRIVILEGES
        && edit.hostUsers == null
        && !edit.hostNetwork
        && !edit.hostPID
        && !edit.hostIPC) {
      edit.hostUsers = false;
    }
    // The default account no longer mounts its token; whoever asks for it all the same is refused.
    if (!fence.usesApi() && spec.serviceAccountName().equals("default")) {
      edit.token = PodSpec.Token.NOT_MOUNTED;
    }
    return edit.build();
  }

  private void ownNodes(PodSpecEdit edit) {
    if (!edit.nodeSelector.containsKey(Words.TENANT_NODE_LABEL)) {
      Map<String, String> selector = new HashMap<>(edit.nodeSelector);
      selector.put(Words.TENANT_NODE_LABEL, fence.tenant());
      edit.nodeSelector = selector;
    }
    if (edit.tolerations.stream().noneMatch(own -> own.key().equals(Words.TENANT_TAINT))) {
      List<Toleration> tolerations = new ArrayList<>(edit.tolerations);
      tolerations.add(new Toleration(Words.TENANT_TAINT, false, fence.tenant(), ""));
      edit.tolerations = tolerations;
    }
    if (edit.requiredPodAntiAffinity.stream().noneMatch(PatternPods::keepsAway)) {
      List<PodAffinityTerm> terms = new ArrayList<>(edit.requiredPodAntiAffinity);
      terms.add(
          new PodAffinityTerm(
              LabelSelector.EVERYTHING,
              List.of(),
              new LabelSelector(
                  Map.of(),
                  List.of(
                      new Requirement(Words.TENANT, Operator.EXISTS, List.of()),
                      new Requirement(Words.TENANT, Operator.NOT_IN, List.of(fence.tenant())))),
              List.of(),
              List.of(),
              "kubernetes.io/hostname"));
      edit.requiredPodAntiAffinity = terms;
    }
  }

  private static boolean keepsAway(PodAffinityTerm term) {
    LabelSelector namespaces = term.namespaceSelector();
    return namespaces != null
        && namespaces.matchExpressions().stream()
            .anyMatch(one -> one.key().equals(Words.TENANT) && one.operator() == Operator.NOT_IN);
  }
}
