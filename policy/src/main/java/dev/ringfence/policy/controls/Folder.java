package dev.ringfence.policy.controls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Controls as a folder: one folder a tenant, a Kustomize base, and overlays to watch before
 * enforcing. Paths are sorted and every file ends with a line feed, so that two renderings compare
 * line by line.
 */
public final class Folder {

  private static final String KUSTOMIZATION =
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

  private Folder() {}

  /** Text by path. */
  public static Map<String, String> of(Controls controls) {
    Map<String, String> files = new TreeMap<>();
    List<String> folders = new ArrayList<>();
    if (!controls.cluster().isEmpty()) {
      put(files, "base/cluster", controls.cluster());
      folders.add("cluster");
    }
    controls
        .tenants()
        .forEach(
            (tenant, objects) -> {
              put(files, "base/tenants/" + tenant, objects);
              folders.add("tenants/" + tenant);
            });
    if (!folders.isEmpty()) {
      files.put("base/kustomization.yaml", kustomization(folders));
      files.put("overlays/enforce/kustomization.yaml", kustomization(List.of("../../base")));
      files.put("overlays/observe/kustomization.yaml", observe());
    }
    controls.files().forEach(file -> files.put(file.path(), file.text()));
    return files;
  }

  private static void put(Map<String, String> files, String folder, List<ControlObject> objects) {
    List<String> names = new ArrayList<>();
    for (ControlObject object : objects) {
      String name = object.fileName();
      if (files.put(folder + "/" + name, object.text()) != null) {
        throw new IllegalStateException("two objects of one file: " + folder + "/" + name);
      }
      names.add(name);
    }
    files.put(folder + "/kustomization.yaml", kustomization(names));
  }

  private static String kustomization(List<String> resources) {
    return KUSTOMIZATION
        + "resources:\n"
        + String.join("", resources.stream().map(name -> "- " + name + "\n").toList());
  }

  /**
   * {@link ObserveStage} in Kustomize's words: policies warn and audit, Pod Security only warns,
   * and what closes or changes anything is left out.
   */
  private static String observe() {
    return kustomization(List.of("../../base"))
        + """
        patches:
        - target: {kind: ValidatingAdmissionPolicyBinding, labelSelector: app.kubernetes.io/managed-by=ringfence}
          patch: |-
            - op: replace
              path: /spec/validationActions
              value: [Warn, Audit]
        - target: {kind: Namespace, labelSelector: app.kubernetes.io/managed-by=ringfence}
          patch: |-
            - op: replace
              path: /metadata/labels/ringfence.dev~1stage
              value: observe
            - op: remove
              path: /metadata/labels/pod-security.kubernetes.io~1enforce
            - op: remove
              path: /metadata/labels/pod-security.kubernetes.io~1enforce-version
        """
        + String.join("", ObserveStage.LEFT_OUT.stream().map(Folder::leftOut).toList());
  }

  private static String leftOut(String kind) {
    return """
        - target: {kind: %1$s, labelSelector: app.kubernetes.io/managed-by=ringfence}
          patch: |-
            $patch: delete
            kind: %1$s
            metadata: {name: all}
        """
        .formatted(kind);
  }
}
