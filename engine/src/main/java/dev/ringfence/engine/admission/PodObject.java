package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A made-up pod as the API server would show it to policies, with its defaults. Fields that no
 * dangerous pod of {@link ShapeSpecs} has are not written.
 */
final class PodObject {

  private PodObject() {}

  /** The whole object; every map and list of it can be changed. */
  static Map<String, Object> of(PodSpec spec) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "ringfence-made-up");
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    pod.put("metadata", metadata);
    pod.put("spec", spec(spec));
    pod.put("status", new LinkedHashMap<>());
    return pod;
  }

  private static Map<String, Object> spec(PodSpec spec) {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "hostNetwork", spec.hostNetwork());
    put(fields, "hostPID", spec.hostPID());
    put(fields, "hostIPC", spec.hostIPC());
    if (spec.operatingSystem() != null) {
      fields.put("os", map("name", spec.operatingSystem()));
    }
    fields.put("securityContext", security(spec.securityContext()));
    for (Container container : spec.containers()) {
      list(fields, container.type().field()).add(container(container));
    }
    if (spec.hostUsers() != null) {
      fields.put("hostUsers", spec.hostUsers());
    }
    List<Object> volumes = new ArrayList<>();
    for (Volume volume : spec.volumes()) {
      if (volume instanceof Volume.HostPath hostPath) {
        Map<String, Object> one = map("name", hostPath.name());
        Map<String, Object> source = map("path", hostPath.path());
        source.put("type", "");
        one.put("hostPath", source);
        volumes.add(one);
      } else if (volume instanceof Volume.Remote remote) {
        Map<String, Object> one = map("name", remote.name());
        Map<String, Object> source = map("server", remote.named("server"));
        source.put("path", remote.named("path"));
        one.put(remote.type(), source);
        volumes.add(one);
      }
    }
    if (!volumes.isEmpty()) {
      fields.put("volumes", volumes);
    }
    fields.put("automountServiceAccountToken", false);
    fields.put("serviceAccountName", "default");
    fields.put("serviceAccount", "default");
    fields.put("schedulerName", "default-scheduler");
    fields.put("restartPolicy", "Always");
    fields.put("dnsPolicy", "ClusterFirst");
    fields.put("terminationGracePeriodSeconds", 30L);
    fields.put("enableServiceLinks", true);
    fields.put("priority", 0L);
    fields.put("preemptionPolicy", "PreemptLowerPriority");
    return fields;
  }

  private static Map<String, Object> security(PodSecurityContext security) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (security.runAsNonRoot() != null) {
      fields.put("runAsNonRoot", security.runAsNonRoot());
    }
    if (security.seccomp() != null) {
      fields.put("seccompProfile", map("type", security.seccomp().type()));
    }
    if (security.windows() != null && security.windows().hostProcess() != null) {
      fields.put("windowsOptions", map("hostProcess", security.windows().hostProcess()));
    }
    return fields;
  }

  private static Map<String, Object> container(Container container) {
    Map<String, Object> fields = map("name", container.name());
    fields.put("image", container.image());
    fields.put("imagePullPolicy", container.imagePullPolicy());
    fields.put("resources", new LinkedHashMap<>());
    fields.put("terminationMessagePath", "/dev/termination-log");
    fields.put("terminationMessagePolicy", "File");
    Map<String, Object> security = new LinkedHashMap<>();
    Container.SecurityContext own = container.securityContext();
    if (own.privileged() != null) {
      security.put("privileged", own.privileged());
    }
    if (own.allowPrivilegeEscalation() != null) {
      security.put("allowPrivilegeEscalation", own.allowPrivilegeEscalation());
    }
    if (own.procMount() != null) {
      security.put("procMount", own.procMount());
    }
    if (own.windows() != null && own.windows().hostProcess() != null) {
      security.put("windowsOptions", map("hostProcess", own.windows().hostProcess()));
    }
    Map<String, Object> capabilities = new LinkedHashMap<>();
    if (!own.addedCapabilities().isEmpty()) {
      capabilities.put("add", new ArrayList<Object>(own.addedCapabilities()));
    }
    if (!own.droppedCapabilities().isEmpty()) {
      capabilities.put("drop", new ArrayList<Object>(own.droppedCapabilities()));
    }
    security.put("capabilities", capabilities);
    fields.put("securityContext", security);
    List<Object> ports = new ArrayList<>();
    for (Container.Port port : container.ports()) {
      Map<String, Object> one = map("containerPort", (long) port.containerPort());
      one.put("hostPort", (long) port.hostPort());
      one.put("protocol", port.protocol());
      ports.add(one);
    }
    if (!ports.isEmpty()) {
      fields.put("ports", ports);
    }
    List<Object> mounts = new ArrayList<>();
    for (Container.Mount mount : container.mounts()) {
      Map<String, Object> one = map("name", mount.volume());
      one.put("mountPath", mount.mountPath());
      put(one, "readOnly", mount.readOnly());
      mounts.add(one);
    }
    if (!mounts.isEmpty()) {
      fields.put("volumeMounts", mounts);
    }
    return fields;
  }

  @SuppressWarnings("unchecked") // the lists of a pod are made here
  private static List<Object> list(Map<String, Object> fields, String name) {
    return (List<Object>) fields.computeIfAbsent(name, ignored -> new ArrayList<Object>());
  }

  /** False is what unset means there, and is not written. */
  private static void put(Map<String, Object> fields, String name, boolean value) {
    if (value) {
      fields.put(name, true);
    }
  }

  private static Map<String, Object> map(String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }
}
