package dev.ringfence.intake.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API server adds to a pod before admission policies see it: defaults of its fields, and
 * what its built-in plug-ins add (service account, priority, tolerations). And what it takes away:
 * values that its JSON leaves out because they mean "unset". Checked against the real server.
 */
final class PodDefaults {

  /** Begins the name of the volume by which admission mounts a token. */
  private static final String TOKEN_VOLUME = "kube-api-access-";

  /** Booleans and numbers that are left out where they are false or zero. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "readOnly", "hostPort");

  private static final List<String> CONTAINERS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private PodDefaults() {}

  /** Defaults of a pod spec, wherever it stands. */
  static void ofSpec(Map<String, Object> spec) {
    tidy(spec);
    spec.putIfAbsent("restartPolicy", "Always");
    spec.putIfAbsent("terminationGracePeriodSeconds", 30L);
    spec.putIfAbsent("dnsPolicy", "ClusterFirst");
    spec.putIfAbsent("securityContext", new LinkedHashMap<String, Object>());
    spec.putIfAbsent("schedulerName", "default-scheduler");
    if (spec.get("serviceAccountName") instanceof String account) {
      spec.putIfAbsent("serviceAccount", account);
    } else if (spec.get("serviceAccount") instanceof String account) {
      spec.put("serviceAccountName", account);
    }
    for (String list : CONTAINERS) {
      for (Map<String, Object> container : maps(spec.get(list))) {
        ofContainer(container);
      }
    }
    for (Map<String, Object> volume : maps(spec.get("volumes"))) {
      ofVolume(volume);
    }
    if (Boolean.TRUE.equals(spec.get("hostNetwork"))) {
      for (String list : List.of("initContainers", "containers")) {
        for (Map<String, Object> container : maps(spec.get(list))) {
          for (Map<String, Object> variable : maps(container.get("env"))) {
            Map<String, Object> from = PlainValue.castMap(variable.get("valueFrom"));
            if (from != null) {
              ofFieldReferences(List.of(from));
            }
          }
          for (Map<String, Object> port : maps(container.get("ports"))) {
            if (port.get("containerPort") instanceof Long own) {
              port.putIfAbsent("hostPort", own);
            }
          }
        }
      }
    }
  }

  /** What admission plug-ins add to a pod itself, before policies. */
  static void ofPod(Map<String, Object> spec, boolean mountsToken) {
    spec.putIfAbsent("enableServiceLinks", true);
    spec.putIfAbsent("serviceAccountName", "default");
    spec.putIfAbsent("serviceAccount", spec.get("serviceAccountName"));
    spec.putIfAbsent("priority", 0L);
    spec.putIfAbsent("preemptionPolicy", "PreemptLowerPriority");
    if (mountsToken) {
      mountToken(spec);
    }
    List<Object> tolerations = list(spec, "tolerations");
    tolerate(tolerations, "node.kubernetes.io/not-ready");
    tolerate(tolerations, "node.kubernetes.io/unreachable");
  }

  private static void tolerate(List<Object> tolerations, String taint) {
    for (Map<String, Object> toleration : maps(tolerations)) {
      Object key = toleration.get("key");
      Object effect = toleration.get("effect");
      boolean all = key == null && "Exists".equals(toleration.get("operator"));
      if ((all || taint.equals(key)) && (effect == null || effect.equals("NoExecute"))) {
        return;
      }
    }
    Map<String, Object> added = new LinkedHashMap<>();
    added.put("key", taint);
    added.put("operator", "Exists");
    added.put("effect", "NoExecute");
    added.put("tolerationSeconds", 300L);
    tolerations.add(added);
  }

  private static void mountToken(Map<String, Object> spec) {
    String path = "/var/run/secrets/kubernetes.io/serviceaccount";
    String there = tokenVolume(spec);
    String name = there == null ? TOKEN_VOLUME + "00000" : there;
    boolean added = false;
    for (String kind : List.of("initContainers", "containers")) {
      for (Map<String, Object> container : maps(spec.get(kind))) {
        boolean own =
            maps(container.get("volumeMounts")).stream()
                .anyMatch(mount -> path.equals(mount.get("mountPath")));
        if (!own) {
          Map<String, Object> mount = new LinkedHashMap<>();
          mount.put("name", name);
          mount.put("readOnly", true);
          mount.put("mountPath", path);
          list(container, "volumeMounts").add(mount);
          added = true;
        }
      }
    }
    if (added && there == null) {
      list(spec, "volumes").add(TokenProjection.volume(name));
    }
  }

  /** A second round, for a container that a policy added, uses the volume of the first. */
  private static @Nullable String tokenVolume(Map<String, Object> spec) {
    for (Map<String, Object> volume : maps(spec.get("volumes"))) {
      if (volume.get("name") instanceof String name && name.startsWith(TOKEN_VOLUME)) {
        return name;
      }
    }
    return null;
  }

  private static void ofContainer(Map<String, Object> container) {
    tidy(container);
    container.putIfAbsent("resources", new LinkedHashMap<String, Object>());
    container.putIfAbsent("terminationMessagePath", "/dev/termination-log");
    container.putIfAbsent("terminationMessagePolicy", "File");
    if (container.get("image") instanceof String image) {
      String name = image.substring(image.lastIndexOf('/') + 1);
      boolean pinned = image.indexOf('@') >= 0;
      boolean latest = !pinned && (name.indexOf(':') < 0 || name.endsWith(":latest"));
      container.putIfAbsent("imagePullPolicy", latest ? "Always" : "IfNotPresent");
    }
    for (Map<String, Object> port : maps(container.get("ports"))) {
      tidy(port);
      port.putIfAbsent("protocol", "TCP");
    }
    maps(container.get("volumeMounts")).forEach(PodDefaults::tidy);
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      Map<String, Object> one = PlainValue.castMap(container.get(probe));
      if (one != null) {
        one.putIfAbsent("timeoutSeconds", 1L);
        one.putIfAbsent("periodSeconds", 10L);
        one.putIfAbsent("successThreshold", 1L);
        one.putIfAbsent("failureThreshold", 3L);
        ofHttpGet(one);
      }
    }
    Map<String, Object> lifecycle = PlainValue.castMap(container.get("lifecycle"));
    if (lifecycle != null) {
      for (Object hook : lifecycle.values()) {
        Map<String, Object> one = PlainValue.castMap(hook);
        if (one != null) {
          ofHttpGet(one);
        }
      }
    }
    Map<String, Object> resources = PlainValue.castMap(container.get("resources"));
    Map<String, Object> limits =
        resources == null ? null : PlainValue.castMap(resources.get("limits"));
    if (resources != null && limits != null) {
      Map<String, Object> requests = PlainValue.castMap(resources.get("requests"));
      Map<String, Object> all = requests == null ? new LinkedHashMap<>() : requests;
      limits.forEach(all::putIfAbsent);
      resources.put("requests", all);
    }
  }

  private static void ofHttpGet(Map<String, Object> handler) {
    Map<String, Object> get = PlainValue.castMap(handler.get("httpGet"));
    if (get != null) {
      get.putIfAbsent("path", "/");
      get.putIfAbsent("scheme", "HTTP");
    }
  }

  private static void ofVolume(Map<String, Object> volume) {
    if (volume.size() == 1) {
      volume.put("emptyDir", new LinkedHashMap<String, Object>());
    }
    for (String kind : List.of("secret", "configMap", "projected", "downwardAPI")) {
      Map<String, Object> source = PlainValue.castMap(volume.get(kind));
      if (source != null) {
        source.putIfAbsent("defaultMode", 420L);
      }
    }
    Map<String, Object> iscsi = PlainValue.castMap(volume.get("iscsi"));
    if (iscsi != null) {
      iscsi.putIfAbsent("iscsiInterface", "default");
    }
    Map<String, Object> downward = PlainValue.castMap(volume.get("downwardAPI"));
    if (downward != null) {
      ofFieldReferences(downward.get("items"));
    }
    Map<String, Object> projected = PlainValue.castMap(volume.get("projected"));
    if (projected != null) {
      ofProjected(projected);
    }
    Map<String, Object> hostPath = PlainValue.castMap(volume.get("hostPath"));
    if (hostPath != null) {
      hostPath.putIfAbsent("type", "");
    }
  }

  private static void ofProjected(Map<String, Object> projected) {
    for (Map<String, Object> source : maps(projected.get("sources"))) {
      Map<String, Object> token = PlainValue.castMap(source.get("serviceAccountToken"));
      if (token != null) {
        token.putIfAbsent("expirationSeconds", 3600L);
      }
      Map<String, Object> downward = PlainValue.castMap(source.get("downwardAPI"));
      if (downward != null) {
        ofFieldReferences(downward.get("items"));
      }
    }
  }

  private static void ofFieldReferences(@org.jspecify.annotations.Nullable Object items) {
    for (Map<String, Object> item : maps(items)) {
      Map<String, Object> reference = PlainValue.castMap(item.get("fieldRef"));
      if (reference != null) {
        reference.putIfAbsent("apiVersion", "v1");
      }
    }
  }

  /** Leaves out what the API's JSON leaves out. */
  private static void tidy(Map<String, Object> fields) {
    fields
        .entrySet()
        .removeIf(
            field ->
                (LEFT_OUT.contains(field.getKey())
                        && (Boolean.FALSE.equals(field.getValue())
                            || Long.valueOf(0).equals(field.getValue())))
                    || "".equals(field.getValue())
                    || (field.getValue() instanceof List<?> list && list.isEmpty()));
  }

  @SuppressWarnings("unchecked") // every list here holds plain values
  private static List<Object> list(Map<String, Object> fields, String name) {
    return (List<Object>) fields.computeIfAbsent(name, ignored -> new ArrayList<>());
  }

  static List<Map<String, Object>> maps(@org.jspecify.annotations.Nullable Object list) {
    List<Map<String, Object>> maps = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        Map<String, Object> map = PlainValue.castMap(item);
        if (map != null) {
          maps.add(map);
        }
      }
    }
    return maps;
  }
}
