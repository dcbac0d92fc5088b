package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.ObjectReference;

/**
 * A strategic merge patch of a pod spec, wherever it stands in its object. The API server takes
 * none for a custom resource, and the merge patch that it takes replaces whole lists: where a list
 * is in the way, it is for somebody to edit. The spec of a Pod and the template of a Job are never
 * changed, so those are made anew.
 */
final class MergePatch {

  private MergePatch() {}

  static String of(ObjectReference object, String specPath, String spec) {
    boolean custom = !object.group().isEmpty();
    if (custom && (specPath.indexOf('[') >= 0 || spec.indexOf('[') >= 0)) {
      return "# no patch of a custom resource merges lists; into "
          + specPath
          + " goes "
          + spec.replace(",\"$patch\":\"delete\"", " (to be taken out)")
          + "\nkubectl edit "
          + Manifest.resource(object);
    }
    boolean bare = !custom && object.kind().equals("Pod");
    // Where it ran is the scheduler's word, which may be another one now.
    String patch = bare ? "{\"nodeName\":null," + spec.substring(1) : spec;
    String[] fields = specPath.split("\\.", -1);
    for (int at = fields.length - 1; at >= 0; at--) {
      patch = "{\"" + fields[at] + "\":" + patch + "}";
    }
    if (bare || (!custom && object.kind().equals("Job"))) {
      return anew(object, bare ? patch : withoutSelector(patch));
    }
    String type = custom ? " --type=merge" : "";
    return "kubectl patch " + Manifest.resource(object) + type + " -p " + Manifest.shell(patch);
  }

  private static String anew(ObjectReference object, String patch) {
    return "kubectl get "
        + Manifest.resource(object)
        + " -o yaml | kubectl patch --local -f - -o yaml -p "
        + Manifest.shell(patch)
        + " | kubectl replace --force -f -";
  }

  /** A Job's selector and the labels that it selects by are the server's own. */
  private static String withoutSelector(String patch) {
    String labels =
        "\"metadata\":{\"labels\":{\"controller-uid\":null,\"job-name\":null,"
            + "\"batch.kubernetes.io/controller-uid\":null,\"batch.kubernetes.io/job-name\":null}}";
    String spec = "{\"spec\":{";
    String template = "\"template\":{";
    return spec
        + "\"selector\":null,"
        + template
        + labels
        + ","
        + patch.substring(spec.length() + template.length());
  }
}
