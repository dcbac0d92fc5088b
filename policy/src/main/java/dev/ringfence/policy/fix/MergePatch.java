package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.ObjectReference;

/**
 * A strategic merge patch of a pod spec, wherever it stands in its object. The API server takes
 * none for a custom resource, and the merge patch that it takes replaces whole lists: where a list
 * is in the way, it is for somebody to edit.
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
    String patch = spec;
    String[] fields = specPath.split("\\.", -1);
    for (int at = fields.length - 1; at >= 0; at--) {
      patch = "{\"" + fields[at] + "\":" + patch + "}";
    }
    String type = custom ? " --type=merge" : "";
    return "kubectl patch " + Manifest.resource(object) + type + " -p " + Manifest.shell(patch);
  }
}
