package dev.ringfence.policy.advice;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.network.PolicySupport;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.document.IsolationClassDocument;
import dev.ringfence.policy.document.IsolationClassDocument.Pattern;
import dev.ringfence.policy.fence.Profiles;
import dev.ringfence.policy.traits.ClusterTraits;
import dev.ringfence.policy.traits.NodeClosingKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cluster lacks for a pattern, and what lowers its promise there. */
final class Gaps {

  /** The label by which nodes belong to one tenant; a kubelet cannot change it. */
  static final String TENANT_LABEL = "node-restriction.kubernetes.io/ringfence-tenant";

  private final ClusterTraits traits;

  Gaps(ClusterTraits traits) {
    this.traits = traits;
  }

  /** What must be there first. */
  List<String> missing(
      Profile profile, Pattern pattern, @Nullable IsolationClassDocument isolationClass) {
    List<String> missing = new ArrayList<>();
    if (Promise.isCluster(pattern)) {
      if (!traits.serves("clusters.cluster.x-k8s.io")) {
        missing.add(
            "no Cluster API (clusters.cluster.x-k8s.io) here: the objects are rendered for a"
                + " management cluster");
      }
      return missing;
    }
    if (!traits.enforcesNetworkPolicy()) {
      missing.add(
          "nothing is known to enforce NetworkPolicy on "
              + shortened(traits.unenforced())
              + ": reach is 0 until a CNI that enforces runs there");
    }
    if (Promise.isSandboxed(pattern) && !hasSandbox(isolationClass)) {
      missing.add(
          "no node offers a sandbox's runtime handler"
              + (traits.runtimeHandlers().isEmpty()
                  ? ""
                  : " (only " + String.join(", ", traits.runtimeHandlers()) + ")")
              + ": install gVisor or Kata on a pool of nodes");
    }
    if (Promise.isSandboxed(pattern) && hasSandbox(isolationClass)) {
      missing.addAll(new SandboxNodes(traits, profile.name(), pattern).missing(isolationClass));
    }
    if (Promise.hasOwnNodes(pattern) && !hasNodes(profile.name())) {
      missing.add(
          "no node is labelled "
              + TENANT_LABEL
              + "="
              + profile.name()
              + ": its pods would stay pending until a pool is");
    }
    if (traits.minorVersion() < 30) {
      missing.add("Kubernetes " + traits.version() + " has no ValidatingAdmissionPolicy v1 (1.30)");
    }
    if (traits.minorVersion() < 34) {
      missing.add(
          "Kubernetes "
              + traits.version()
              + " has no MutatingAdmissionPolicy (v1 in 1.36): pods must bring the pattern's fields"
              + " themselves");
    } else if (traits.minorVersion() < 36) {
      missing.add(
          "Kubernetes "
              + traits.version()
              + " has MutatingAdmissionPolicy as a beta only (v1 in 1.36), and whether that is"
              + " switched on is not seen: where it is not, pods must bring the pattern's fields"
              + " themselves");
    }
    return missing;
  }

  private boolean hasNodes(String tenant) {
    return traits.nodes().stream().anyMatch(node -> tenant.equals(node.labels().get(TENANT_LABEL)));
  }

  private boolean hasSandbox(@Nullable IsolationClassDocument isolationClass) {
    String handler = isolationClass == null ? null : isolationClass.runtimeHandler();
    String name = isolationClass == null ? null : isolationClass.runtimeClassName();
    if (handler == null && name != null) {
      Policies.RuntimeClass known = traits.runtimeClass(name);
      handler = known == null ? null : known.handler();
    }
    return handler == null
        ? traits.runtimeHandlers().stream().anyMatch(ClusterTraits::isSandbox)
        : !ClusterTraits.isOrdinary(handler) && traits.runtimeHandlers().contains(handler);
  }

  /**
   * What cannot be seen, or is open, and so lowers a promise although every control is in force.
   */
  List<String> lowered(
      Profile profile,
      Pattern pattern,
      @Nullable IsolationClassDocument isolationClass,
      Neighbours neighbours) {
    List<String> lowered = new ArrayList<>();
    if (Promise.isCluster(pattern)) {
      lowered.add(
          "own account, identity pool, CA, private endpoint and delivery by pull are taken from"
              + " the cluster's template: else takeover, read and disrupt are 1");
      return lowered;
    }
    if (profile.usesTheApi()) {
      lowered.add(
          (profile.needs().kubernetesApi()
                  ? "its pods need the API server"
                  : "it has users of its own at the API server")
              + " (no-api): takeover and read are 1 in every pattern of one cluster");
    }
    List<String> others = new ArrayList<>(neighbours.usersOfTheApi());
    others.remove(profile.name());
    if (pattern != Pattern.SHARED && !others.isEmpty()) {
      lowered.add(
          "the API is used by "
              + shortened(others)
              + ": from them takeover and read of this tenant are 1");
    }
    if (!closesOwnNode()) {
      lowered.add(
          "the way from a pod to its own node is not closed (nothing here is known to uphold a"
              + " ClusterNetworkPolicy, AdminNetworkPolicy, Cilium or Calico policy that would): the kubelet alone stands there");
    }
    if (Promise.hasOwnNodes(pattern)) {
      lowered.add(
          "separate-hosts, pool-firewall and metadata-closed-by-cloud are not visible here: state"
              + " them in an Assumptions document");
    }
    if (Promise.of(pattern).getOrDefault(Stake.OBSERVE, 0) > 0 && !limitsNames(isolationClass)) {
      lowered.add(
          "DNS answers every name here ("
              + (limitsNames(null)
                  ? "networkProfile: internet asks for names of everybody"
                  : "only Cilium alone limits names by its policies")
              + "): observe is 0 unless a resolver of its own, or an Assumptions document, says"
              + " otherwise (dns-answers-everybody)");
    }
    return lowered;
  }

  /** Whether the fence's own policies let DNS answer own and published names only. */
  private boolean limitsNames(@Nullable IsolationClassDocument isolationClass) {
    boolean internet =
        isolationClass != null && Profiles.INTERNET.equals(isolationClass.networkProfile());
    return !internet
        && traits.enforcers().equals(List.of("cilium"))
        && traits.serves("ciliumnetworkpolicies.cilium.io");
  }

  /** Whether the fence renders what closes it, and whatever enforces here is known to uphold it. */
  private boolean closesOwnNode() {
    return traits.enforcesNetworkPolicy()
        && NodeClosingKind.renderedFor(traits).stream()
            .anyMatch(kind -> traits.upholds(kind.api()) == PolicySupport.YES);
  }

  static String shortened(List<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    return sorted.size() <= 4
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, 4)) + " and " + (sorted.size() - 4) + " more";
  }
}
