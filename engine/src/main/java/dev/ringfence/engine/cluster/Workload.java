package dev.ringfence.engine.cluster;

/**
 * A controller with a pod template.
 *
 * @param replicas how many pods it wants; for a DaemonSet as many as nodes fit, told as -1
 * @param templateLabels the labels of its pods
 * @param template their spec
 * @param topmost the object that a person edits: its controller's controller, or itself
 * @param templatePath the path of the pod spec, for example {@code spec.template.spec}
 */
public record Workload(
    ObjectMeta meta,
    int replicas,
    LabelSet templateLabels,
    PodSpec template,
    ObjectReference topmost,
    String templatePath) {}
