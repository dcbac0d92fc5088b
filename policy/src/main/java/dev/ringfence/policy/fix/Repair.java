package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.policy.PolicySet;

/**
 * One change that somebody could make.
 *
 * <p>Equal repairs change the same field of the same object.
 */
public sealed interface Repair
    permits NarrowBinding,
        DenyByDefault,
        BoundByQuota,
        EnforcePodSecurity,
        WithholdToken,
        ClosePodField,
        CloseContainerField,
        DropRawSockets,
        ForceRuntimeClass,
        MoveToNodes,
        LetPoliciesBeEnforced,
        DenyEgress,
        LimitContainers,
        TakeHostPath {

  /** What to do, in a few words: {@code remove Group x from RoleBinding y}. */
  String title();

  /** What it may break, as far as the objects tell. */
  String breaks(Cluster cluster);

  /** Smaller is tried first: how much it is likely to break. */
  int cost();

  /** Makes the change in the model. */
  void apply(ClusterEdit edit);

  /** Makes the change in what people say of the cluster, where it is said and not read. */
  default PolicySet said(PolicySet policy) {
    return policy;
  }

  /** The command or the manifest that makes it. */
  String patch();
}
