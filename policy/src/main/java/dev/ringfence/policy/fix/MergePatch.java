package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.ObjectReference;

/** A strategic merge patch of a pod spec, wherever it stands in its object. */
final class MergePatch {

  private MergePatch() {}

  static String of(ObjectReference object, String specPath, String spec) {
    String patch = spec;
    String[] fields = specPath.split("\\.", -1);
    for (int at = fields.length - 1; at >= 0; at--) {
      patch = "{\"" + fields[at] + "\":" + patch + "}";
    }
    return "kubectl patch " + Manifest.resource(object) + " -p " + Manifest.shell(patch);
  }
}
