package dev.ringfence.engine.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod or a pod template asks for, defaulted as the API server defaults it. Equal specs are
 * interned, so identity implies equality within one cluster.
 *
 * @param serviceAccountName never empty: {@code default} where the manifest has none
 * @param token whether the account's token is in the pod
 * @param hostUsers null where unset, which means true
 * @param nodeName only where the author pinned it (a template, or a pod that no scheduler bound)
 * @param requiredNodeAffinity the OR of its terms; null where there is none
 * @param priority null where admission has not resolved it
 * @param schedulerName {@code default-scheduler} where unset
 * @param operatingSystem {@code spec.os.name}, or null
 * @param resourceClaims claims of devices, each by a claim or a template
 * @param containers init, regular and ephemeral containers, in that order
 * @param podRequests requests of the pod as a whole ({@code spec.resources}), empty where unset
 * @param podLimits limits of the pod as a whole, empty where unset
 * @param meshAnnotations those of the pod that say what a service mesh's proxy gets to see
 */
public record PodSpec(
    String serviceAccountName,
    Token token,
    boolean hostNetwork,
    boolean hostPID,
    boolean hostIPC,
    boolean shareProcessNamespace,
    @Nullable Boolean hostUsers,
    @Nullable String runtimeClassName,
    @Nullable String priorityClassName,
    @Nullable Integer priority,
    @Nullable String nodeName,
    Map<String, String> nodeSelector,
    @Nullable List<NodeSelectorTerm> requiredNodeAffinity,
    List<PodAffinityTerm> requiredPodAffinity,
    List<PodAffinityTerm> requiredPodAntiAffinity,
    List<Toleration> tolerations,
    List<TopologySpreadConstraint> topologySpreadConstraints,
    String schedulerName,
    @Nullable String operatingSystem,
    PodSecurityContext securityContext,
    List<Container> containers,
    List<Volume> volumes,
    List<String> imagePullSecrets,
    List<DeviceClaimReference> resourceClaims,
    List<String> schedulingGates,
    Map<String, String> overhead,
    Map<String, String> podRequests,
    Map<String, String> podLimits,
    Map<String, String> meshAnnotations) {

  /**
   * What a pod that asks for nothing gets, without a container; to be {@linkplain PodSpecEdit
   * edited}.
   */
  public static final PodSpec BARE =
      new PodSpec(
          "default",
          Token.BY_SERVICE_ACCOUNT,
          false,
          false,
          false,
          false,
          null,
          null,
          null,
          null,
          null,
          Map.of(),
          null,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "default-scheduler",
          null,
          PodSecurityContext.UNSET,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of());

  /** Whether the token of the pod's service account is mounted. */
  public enum Token {
    /** Seen in the pod: a projected token for the API server's audience. */
    MOUNTED,
    /** Seen not to be there, or automounting switched off by the pod. */
    NOT_MOUNTED,
    /** Not yet decided by admission and not set by the pod: the service account decides. */
    BY_SERVICE_ACCOUNT
  }

  /** One term of a node selector: all of its expressions must match. */
  public record NodeSelectorTerm(
      List<LabelSelector.Requirement> matchExpressions,
      List<LabelSelector.Requirement> matchFields) {
    public NodeSelectorTerm {
      matchExpressions = List.copyOf(matchExpressions);
      matchFields = List.copyOf(matchFields);
    }

    /** A term without any expression matches no node. */
    public boolean matches(LabelSet nodeLabels, String nodeName) {
      if (matchExpressions.isEmpty() && matchFields.isEmpty()) {
        return false;
      }
      LabelSet fields = LabelSet.of(Map.of("metadata.name", nodeName));
      return matchExpressions.stream().allMatch(expression -> expression.matches(nodeLabels))
          && matchFields.stream().allMatch(field -> field.matches(fields));
    }
  }

  /**
   * A required pod affinity or anti-affinity term.
   *
   * @param labelSelector null matches no pods
   * @param namespaces the term's own list, empty where unset
   * @param namespaceSelector null where unset; with an empty list that means the pod's namespace
   */
  public record PodAffinityTerm(
      @Nullable LabelSelector labelSelector,
      List<String> namespaces,
      @Nullable LabelSelector namespaceSelector,
      List<String> matchLabelKeys,
      List<String> mismatchLabelKeys,
      String topologyKey) {
    public PodAffinityTerm {
      namespaces = List.copyOf(namespaces);
      matchLabelKeys = List.copyOf(matchLabelKeys);
      mismatchLabelKeys = List.copyOf(mismatchLabelKeys);
    }
  }

  /** A toleration; an empty key with EXISTS tolerates every taint, an empty effect all effects. */
  public record Toleration(String key, boolean exists, String value, String effect) {
    public boolean tolerates(Node.Taint taint) {
      return (effect.isEmpty() || effect.equals(taint.effect()))
          && (key.isEmpty() ? exists : key.equals(taint.key()))
          && (exists || value.equals(taint.value()));
    }
  }

  /**
   * A claim of devices.
   *
   * @param name in the pod
   * @param object the claim's name, or its template's
   */
  public record DeviceClaimReference(String name, String object, boolean template) {}

  /** A topology spread constraint, kept whole for the scheduler's filters. */
  public record TopologySpreadConstraint(
      int maxSkew,
      String topologyKey,
      boolean doNotSchedule,
      @Nullable LabelSelector labelSelector,
      @Nullable Integer minDomains,
      boolean honorNodeAffinity,
      boolean honorNodeTaints,
      List<String> matchLabelKeys) {
    public TopologySpreadConstraint {
      matchLabelKeys = List.copyOf(matchLabelKeys);
    }
  }

  public PodSpec {
    meshAnnotations = Map.copyOf(meshAnnotations);
    nodeSelector = Map.copyOf(nodeSelector);
    requiredNodeAffinity = requiredNodeAffinity == null ? null : List.copyOf(requiredNodeAffinity);
    requiredPodAffinity = List.copyOf(requiredPodAffinity);
    requiredPodAntiAffinity = List.copyOf(requiredPodAntiAffinity);
    tolerations = List.copyOf(tolerations);
    topologySpreadConstraints = List.copyOf(topologySpreadConstraints);
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    resourceClaims = List.copyOf(resourceClaims);
    schedulingGates = List.copyOf(schedulingGates);
    overhead = Map.copyOf(overhead);
    podRequests = Map.copyOf(podRequests);
    podLimits = Map.copyOf(podLimits);
  }

  /**
   * All components. What the JDK makes of a record of so many at its first use takes a start some
   * 20 ms, so equality goes through this list.
   */
  List<@Nullable Object> parts() {
    return Arrays.asList(
        serviceAccountName,
        token,
        hostNetwork,
        hostPID,
        hostIPC,
        shareProcessNamespace,
        hostUsers,
        runtimeClassName,
        priorityClassName,
        priority,
        nodeName,
        nodeSelector,
        requiredNodeAffinity,
        requiredPodAffinity,
        requiredPodAntiAffinity,
        tolerations,
        topologySpreadConstraints,
        schedulerName,
        operatingSystem,
        securityContext,
        containers,
        volumes,
        imagePullSecrets,
        resourceClaims,
        schedulingGates,
        overhead,
        podRequests,
        podLimits,
        meshAnnotations);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof PodSpec spec && parts().equals(spec.parts()));
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
