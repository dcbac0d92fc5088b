package dev.ringfence.policy.controls.admission;

import java.util.List;

/**
 * What pods get that leave it out. JSON patches and not apply configurations, because tolerations,
 * node selectors and dropped capabilities are atomic lists and maps, which the latter may not
 * touch. Each patch changes nothing in a pod that has the field already.
 */
final class PodDefaults {

  private PodDefaults() {}

  /** Node selector, toleration, and keeping away from others' pods. */
  static List<String> ownNodes() {
    return List.of(
        """
        has(object.spec.nodeSelector) && "%1$s" in object.spec.nodeSelector ? []
          : has(object.spec.nodeSelector)
          ? [JSONPatch{op: "add",
              path: "/spec/nodeSelector/" + jsonpatch.escapeKey("%1$s"),
              value: variables.tenant}]
          : [JSONPatch{op: "add", path: "/spec/nodeSelector", value: {"%1$s": variables.tenant}}]"""
            .formatted(Words.TENANT_NODE_LABEL),
        """
        (has(object.spec.tolerations) ? []
          : [JSONPatch{op: "add", path: "/spec/tolerations", value: []}])
        + (object.spec.?tolerations.orValue([]).exists(t, t.?key.orValue("") == "%1$s") ? []
          : [JSONPatch{op: "add", path: "/spec/tolerations/-", value: {"key": "%1$s",
              "operator": "Equal", "value": variables.tenant}}])"""
            .formatted(Words.TENANT_TAINT),
        """
        (has(object.spec.affinity) ? []
          : [JSONPatch{op: "add", path: "/spec/affinity", value: {}}])
        + (has(object.spec.affinity) && has(object.spec.affinity.podAntiAffinity) ? []
          : [JSONPatch{op: "add", path: "/spec/affinity/podAntiAffinity", value: {}}])
        + (object.spec.?affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution
            .hasValue() ? []
          : [JSONPatch{op: "add",
              path: "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution",
              value: []}])
        + (object.spec.?affinity.?podAntiAffinity.?requiredDuringSchedulingIgnoredDuringExecution
            .orValue([]).exists(t, t.?namespaceSelector.?matchExpressions.orValue([]).exists(e,
              e.key == "%1$s" && e.operator == "NotIn")) ? []
          : [JSONPatch{op: "add",
              path: "/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/-",
              value: {"topologyKey": dyn("kubernetes.io/hostname"), "labelSelector": dyn({}),
                "namespaceSelector": dyn({"matchExpressions": [
                  dyn({"key": "%1$s", "operator": "Exists"}),
                  dyn({"key": dyn("%1$s"), "operator": dyn("NotIn"),
                    "values": dyn([variables.tenant])})]})}}])"""
            .formatted(Words.TENANT));
  }

  /** The sandbox; its scheduling and overhead follow by the RuntimeClass's own admission. */
  static String runtimeClass() {
    return """
        object.spec.?runtimeClassName.orValue("") == "" && variables.runtimeClass != ""
          ? [JSONPatch{op: "add", path: "/spec/runtimeClassName", value: variables.runtimeClass}]
          : []""";
  }

  /** A user namespace, where the nodes can. */
  static String userNamespace() {
    return """
        has(object.spec.hostUsers) || object.spec.?hostNetwork.orValue(false)
          || object.spec.?hostPID.orValue(false) || object.spec.?hostIPC.orValue(false)
          ? [] : [JSONPatch{op: "add", path: "/spec/hostUsers", value: false}]""";
  }

  /** Non-root, no privilege escalation, no capabilities, the runtime's own seccomp profile. */
  static List<String> security() {
    return List.of(
        """
        !variables.restricted || object.spec.?os.?name.orValue("") == "windows" ? [] :
        (has(object.spec.securityContext) ? []
          : [JSONPatch{op: "add", path: "/spec/securityContext", value: {}}])
        + (object.spec.?securityContext.?runAsNonRoot.hasValue() ? []
          : [JSONPatch{op: "add", path: "/spec/securityContext/runAsNonRoot", value: true}])
        + (object.spec.?securityContext.?seccompProfile.hasValue() ? []
          : [JSONPatch{op: "add", path: "/spec/securityContext/seccompProfile",
              value: {"type": "RuntimeDefault"}}])""",
        containers("containers"),
        containers("initContainers"));
  }

  /** By the container and its index: two-variable comprehensions, which 1.32 brought. */
  private static String containers(String list) {
    return """
        !variables.restricted || object.spec.?os.?name.orValue("") == "windows"
          || !has(object.spec.%1$s) ? [] :
        object.spec.%1$s.transformList(i, c, !has(c.securityContext),
          JSONPatch{op: "add", path: "/spec/%1$s/" + string(i) + "/securityContext", value: {}})
        + object.spec.%1$s.transformList(i, c,
          !c.?securityContext.?allowPrivilegeEscalation.hasValue()
            && !c.?securityContext.?privileged.orValue(false),
          JSONPatch{op: "add", value: false,
            path: "/spec/%1$s/" + string(i) + "/securityContext/allowPrivilegeEscalation"})
        + object.spec.%1$s.transformList(i, c,
          !c.?securityContext.?capabilities.hasValue(),
          JSONPatch{op: "add", value: {"drop": ["ALL"]},
            path: "/spec/%1$s/" + string(i) + "/securityContext/capabilities"})
        + object.spec.%1$s.transformList(i, c,
          c.?securityContext.?capabilities.hasValue()
            && !c.?securityContext.?capabilities.?drop.hasValue(),
          JSONPatch{op: "add", value: ["ALL"],
            path: "/spec/%1$s/" + string(i) + "/securityContext/capabilities/drop"})
        + object.spec.%1$s.transformList(i, c,
          !c.?securityContext.?readOnlyRootFilesystem.hasValue(),
          JSONPatch{op: "add", value: true,
            path: "/spec/%1$s/" + string(i) + "/securityContext/readOnlyRootFilesystem"})"""
        .formatted(list);
  }
}
