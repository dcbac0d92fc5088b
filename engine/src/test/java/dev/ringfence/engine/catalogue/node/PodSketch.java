package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pod spec in the making: an ordinary one until a test says otherwise. */
public final class PodSketch {
  public boolean hostPid;
  public boolean hostIpc;
  public boolean hostNetwork;
  public @Nullable Boolean hostUsers;
  public @Nullable String runtimeClassName;
  public @Nullable String nodeName;
  public @Nullable String operatingSystem;
  public @Nullable String priorityClassName;
  public @Nullable Integer priority;
  public String serviceAccountName = "default";
  public PodSpec.Token token = PodSpec.Token.BY_SERVICE_ACCOUNT;
  public final Map<String, String> nodeSelector = new HashMap<>();
  public @Nullable List<PodSpec.NodeSelectorTerm> nodeAffinity;
  public final List<PodSpec.PodAffinityTerm> antiAffinity = new ArrayList<>();
  public final List<PodSpec.Toleration> tolerations = new ArrayList<>();
  public final List<Volume> volumes = new ArrayList<>();
  public final List<Container.Mount> mounts = new ArrayList<>();
  public final List<String> imagePullSecrets = new ArrayList<>();
  public final List<PodSpec.DeviceClaimReference> resourceClaims = new ArrayList<>();
  public final Map<String, String> limits = new HashMap<>();
  public @Nullable Map<String, String> requests;
  public final Map<String, String> labels = new HashMap<>();
  public Container.Type containerType = Container.Type.REGULAR;
  public String containerName = "main";
  public String image = "registry.example/app:1";
  public @Nullable Boolean privileged;
  public PodSecurityContext.@Nullable Profile seccomp;
  public @Nullable Long runAsUser;
  public @Nullable Boolean runAsNonRoot;
  public @Nullable String procMount;
  public @Nullable Boolean hostProcess;
  public List<String> capabilities = List.of();

  /** Mounts a path of the node. */
  public void mountHostPath(String path, String subPath, boolean readOnly) {
    String name = "volume" + volumes.size();
    volumes.add(new Volume.HostPath(name, path, ""));
    mounts.add(new Container.Mount(name, "/mnt/" + name, subPath, readOnly, null));
  }

  // NullAway does not read @Nullable on nested types of another compilation.
  @SuppressWarnings("NullAway")
  public PodSpec build() {
    Container.SecurityContext security =
        new Container.SecurityContext(
            privileged,
            null,
            null,
            runAsNonRoot,
            runAsUser,
            capabilities,
            List.of(),
            procMount,
            seccomp,
            null,
            null,
            hostProcess == null ? null : new PodSecurityContext.WindowsOptions(hostProcess));
    Container container =
        new Container(
            containerType,
            containerName,
            image,
            "Always",
            security,
            List.of(),
            mounts,
            List.of(),
            List.of(),
            requests == null ? limits : requests,
            limits,
            List.of(),
            false);
    PodSpecEdit spec = new PodSpecEdit(PodSpec.BARE);
    spec.serviceAccountName = serviceAccountName;
    spec.token = token;
    spec.hostNetwork = hostNetwork;
    spec.hostPID = hostPid;
    spec.hostIPC = hostIpc;
    spec.hostUsers = hostUsers;
    spec.runtimeClassName = runtimeClassName;
    spec.priorityClassName = priorityClassName;
    spec.priority = priority;
    spec.nodeName = nodeName;
    spec.nodeSelector = nodeSelector;
    spec.requiredNodeAffinity = nodeAffinity;
    spec.requiredPodAntiAffinity = antiAffinity;
    spec.tolerations = tolerations;
    spec.operatingSystem = operatingSystem;
    spec.containers = List.of(container);
    spec.volumes = volumes;
    spec.imagePullSecrets = imagePullSecrets;
    spec.resourceClaims = resourceClaims;
    return spec.build();
  }
}
