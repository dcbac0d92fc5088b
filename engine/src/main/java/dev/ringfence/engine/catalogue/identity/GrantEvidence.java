package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Grant;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.access.ResolvedRole;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.List;

/** Shows a grant as people look it up: the binding's subject, its role, the role's rule. */
public final class GrantEvidence {

  private GrantEvidence() {}

  /** The identity among the premises of a step, or -1. */
  public static int holder(Landscape landscape, StepView step) {
    Facts facts = landscape.facts();
    for (int index = 0; index < step.premiseCount(); index++) {
      if (facts.kind(step.premise(index)) == FactKind.HOLDS) {
        return facts.a(step.premise(index));
      }
    }
    return -1;
  }

  /** Adds one grant that gives the identity the permission. */
  public static void add(
      Landscape landscape,
      int identity,
      Permission permission,
      int scope,
      String name,
      EvidenceSink evidence) {
    List<Grant> grants = landscape.access().grants(identity, permission, scope, name);
    if (!grants.isEmpty()) {
      add(grants.getFirst(), evidence);
    }
  }

  /** Which right of an identity is meant, by the namespace it is for and the name. */
  public interface RightFilter {
    boolean takes(int scope, String name);
  }

  /**
   * Adds a grant of the first right that is meant.
   *
   * @return whether there is one
   */
  public static boolean addFirst(
      Landscape landscape,
      int identity,
      Permission permission,
      RightFilter meant,
      EvidenceSink evidence) {
    boolean[] shown = {false};
    landscape
        .access()
        .forEachRight(
            identity,
            permission,
            (holder, scope, name) -> {
              if (!shown[0] && meant.takes(scope, name)) {
                shown[0] = true;
                add(landscape, holder, permission, scope, name, evidence);
              }
            });
    return shown[0];
  }

  static void add(Grant grant, EvidenceSink evidence) {
    Rbac.Binding binding = grant.binding();
    ResolvedRole role = grant.role();
    ResolvedRole.ResolvedRule rule = grant.rule();
    if (binding != null) {
      Rbac.Subject subject = binding.subjects().get(grant.subject());
      evidence.add(binding.meta(), "subjects[" + grant.subject() + "]", describe(subject));
      String kind = binding.clusterRole() ? "ClusterRole " : "Role ";
      evidence.add(binding.meta(), "roleRef", kind + binding.roleName());
    }
    if (role != null && rule != null) {
      if (!role.role().equals(rule.owner())) {
        evidence.add(
            role.role().meta(), "aggregationRule", "selects " + rule.owner().meta().reference());
      }
      evidence.add(rule.owner().meta(), "rules[" + rule.index() + "]", describe(rule.rule()));
    }
  }

  private static String describe(Rbac.Subject subject) {
    return switch (subject.kind()) {
      case USER -> "User " + subject.name();
      case GROUP -> "Group " + subject.name();
      case SERVICE_ACCOUNT ->
          "ServiceAccount "
              + (subject.namespace().isEmpty() ? "" : subject.namespace() + "/")
              + subject.name();
    };
  }

  private static String describe(Rbac.Rule rule) {
    StringBuilder words = new StringBuilder(String.join(",", rule.verbs())).append(" on ");
    if (!rule.resources().isEmpty()) {
      words.append(String.join(",", rule.resources()));
      String groups = String.join(",", rule.apiGroups());
      words.append(groups.isEmpty() ? " of the core group" : " of group " + groups);
    }
    words.append(String.join(",", rule.nonResourceURLs()));
    if (!rule.resourceNames().isEmpty()) {
      words.append(" named ").append(String.join(",", rule.resourceNames()));
    }
    return words.toString();
  }
}
