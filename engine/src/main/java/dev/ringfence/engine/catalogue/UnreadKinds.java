package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a kind that could not be read could hide, each as the assumption {@code unread-KIND}.
 *
 * <p>Objects that open ways (grants, pods, Services, Secrets) add the steps that the worst of them
 * would; objects that close ways (policies, quotas, nodes of their own) would take steps away, so
 * the steps of those rows that break no boundary rest on there being none. A kind that is not in
 * the table is taken to open everything: unknown is never safe.
 */
public final class UnreadKinds implements Row {

  private static final Set<String> NETWORK =
      Set.of("N1", "N1b", "N10", "N1-node", "N1-kubelet", "N1-api", "N2", "N9");
  private static final Set<String> PLACING = Set.of("P0", "P1", "E10", "E11", "E12", "E13");
  private static final Set<String> ADMITTED = Set.of("P0", "E1", "E2", "E3", "E4", "E6", "A7");

  /** Rows whose steps an object of the kind could take away. */
  private static final Map<String, Set<String>> CLOSES =
      Map.ofEntries(
          Map.entry("NetworkPolicy", NETWORK),
          Map.entry("HostEndpoint", NETWORK),
          Map.entry("KubeControllersConfiguration", NETWORK),
          Map.entry("AuthorizationPolicy", NETWORK),
          Map.entry("PeerAuthentication", NETWORK),
          Map.entry("Node", PLACING),
          Map.entry("RuntimeClass", PLACING),
          Map.entry("ResourceQuota", Set.of("F1", "F2")),
          Map.entry("LimitRange", Set.of("F1", "F2")),
          Map.entry("ValidatingAdmissionPolicy", ADMITTED),
          Map.entry("MutatingAdmissionPolicy", ADMITTED),
          Map.entry("ValidatingAdmissionPolicyBinding", ADMITTED),
          Map.entry("MutatingAdmissionPolicyBinding", ADMITTED));

  /**
   * Kinds of which nothing that a step begins with is ever read; without those of a mesh, its
   * proxies count for nothing.
   */
  private static final Set<String> WITHOUT_STEPS =
      Set.of(
          "ConfigMap",
          "LimitRange",
          "EnvoyFilter",
          "Sidecar",
          "CSINode",
          "CSIStorageCapacity",
          "VolumeAttachment");

  private static final Set<String> GRANTS =
      Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

  @Override
  public String id() {
    return "unread";
  }

  @Override
  public String title() {
    return "uses an object that could not be read";
  }

  /** The assumptions under which the steps of a row exist that break no boundary. */
  public static List<Assumption> under(Cluster cluster, String row) {
    List<Assumption> under = new ArrayList<>();
    for (Cluster.Unreadable kind : cluster.unreadable()) {
      if (CLOSES.getOrDefault(kind.kind(), Set.of()).contains(row)) {
        under.add(assumption(kind));
      }
    }
    return under;
  }

  static Assumption assumption(Cluster.Unreadable kind) {
    return new Assumption(
        "unread-" + kind.kind().toLowerCase(Locale.ROOT),
        kind.kind()
            + " could not be read ("
            + kind.reason()
            + "): what its objects would open may be there, and what they would close may not.",
        "true");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    for (Cluster.Unreadable unread : landscape.cluster().unreadable()) {
      Assumption assumption = assumption(unread);
      String kind = unread.kind();
      if (GRANTS.contains(kind)) {
        // Any identity may hold any grant, and who sends no credentials is an identity too.
        steps.to(facts.everything()).from(facts.apiPlace()).assuming(assumption).add();
      } else if (kind.equals("Secret")) {
        secrets(landscape, steps, assumption);
      } else if (kind.equals("PriorityClass")) {
        preemption(landscape, steps, assumption);
      } else if (!CLOSES.containsKey(kind) && !WITHOUT_STEPS.contains(kind)) {
        steps.to(facts.everything()).from(facts.outside()).assuming(assumption).add();
      }
    }
  }

  /** Any account may have a token Secret, and kube-system may hold a bootstrap token. */
  private static void secrets(Landscape landscape, StepSink steps, Assumption assumption) {
    Facts facts = landscape.facts();
    int anywhere = facts.mayEverywhere(Capability.READ_SECRETS);
    steps.to(facts.everything()).from(anywhere).assuming(assumption).add();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      int read = facts.may(Capability.READ_SECRETS, namespace);
      for (int account : landscape.access().serviceAccountsOf(namespace)) {
        steps.to(facts.holds(account)).from(read).assuming(assumption).add();
      }
      if (landscape.cluster().namespaces().get(namespace).name().equals("kube-system")) {
        steps.to(facts.everything()).from(read).assuming(assumption).add();
      }
    }
  }

  /** A pod of any tenant may have a priority above every other's, and have others evicted. */
  private static void preemption(Landscape landscape, StepSink steps, Assumption assumption) {
    Facts facts = landscape.facts();
    for (int namespace = 0; namespace < landscape.cluster().namespaces().size(); namespace++) {
      steps
          .to(facts.fact(FactKind.DISTURB, namespace))
          .from(facts.outside())
          .assuming(assumption)
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    for (Cluster.Unreadable kind : landscape.cluster().unreadable()) {
      evidence.add(
          new ObjectReference(kind.kind(), null, "(all)"),
          null,
          "metadata.name",
          "not read: " + kind.reason());
    }
  }
}
