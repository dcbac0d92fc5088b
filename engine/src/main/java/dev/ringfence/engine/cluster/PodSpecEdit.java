package dev.ringfence.engine.cluster;

import dev.ringfence.engine.cluster.PodSpec.DeviceClaimReference;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.engine.cluster.PodSpec.PodAffinityTerm;
import dev.ringfence.engine.cluster.PodSpec.Token;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod spec while admission, a controller or a fix changes it: the rest stays as it was. */
public final class PodSpecEdit {

  private final PodSpec original;
  public String serviceAccountName;
  public Token token;
  public boolean hostNetwork;
  public boolean hostPID;
  public boolean hostIPC;
  public @Nullable Boolean hostUsers;
  public @Nullable String runtimeClassName;
  public @Nullable String priorityClassName;
  public @Nullable Integer priority;
  public @Nullable String nodeName;
  public Map<String, String> nodeSelector;
  public @Nullable List<NodeSelectorTerm> requiredNodeAffinity;
  public List<PodAffinityTerm> requiredPodAntiAffinity;
  public List<Toleration> tolerations;
  public @Nullable String operatingSystem;
  public PodSecurityContext securityContext;
  public List<Container> containers;
  public List<Volume> volumes;
  public List<String> imagePullSecrets;
  public List<DeviceClaimReference> resourceClaims;
  public Map<String, String> overhead;
  public Map<String, String> podRequests;
  public Map<String, String> podLimits;
  public Map<String, String> meshAnnotations;

  public PodSpecEdit(PodSpec spec) {
    this.original = spec;
    this.serviceAccountName = spec.serviceAccountName();
    this.token = spec.token();
    this.hostNetwork = spec.hostNetwork();
    this.hostPID = spec.hostPID();
    this.hostIPC = spec.hostIPC();
    this.hostUsers = spec.hostUsers();
    this.runtimeClassName = spec.runtimeClassName();
    this.priorityClassName = spec.priorityClassName();
    this.priority = spec.priority();
    this.nodeName = spec.nodeName();
    this.nodeSelector = spec.nodeSelector();
    this.requiredNodeAffinity = spec.requiredNodeAffinity();
    this.requiredPodAntiAffinity = spec.requiredPodAntiAffinity();
    this.operatingSystem = spec.operatingSystem();
    this.securityContext = spec.securityContext();
    this.tolerations = spec.tolerations();
    this.containers = spec.containers();
    this.volumes = spec.volumes();
    this.imagePullSecrets = spec.imagePullSecrets();
    this.resourceClaims = spec.resourceClaims();
    this.overhead = spec.overhead();
    this.podRequests = spec.podRequests();
    this.podLimits = spec.podLimits();
    this.meshAnnotations = spec.meshAnnotations();
  }

  /** The changed spec. */
  public PodSpec build() {
    return new PodSpec(
        serviceAccountName,
        token,
        hostNetwork,
        hostPID,
        hostIPC,
        original.shareProcessNamespace(),
        hostUsers,
        runtimeClassName,
        priorityClassName,
        priority,
        nodeName,
        nodeSelector,
        requiredNodeAffinity,
        original.requiredPodAffinity(),
        requiredPodAntiAffinity,
        tolerations,
        original.topologySpreadConstraints(),
        original.schedulerName(),
        operatingSystem,
        securityContext,
        containers,
        volumes,
        imagePullSecrets,
        resourceClaims,
        original.schedulingGates(),
        overhead,
        podRequests,
        podLimits,
        meshAnnotations);
  }
}
