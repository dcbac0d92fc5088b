/**
 * The filters of kube-scheduler, one class each, named as its plug-ins are.
 *
 * <p>In go a cluster as it is now and one pod; out come the nodes on which the scheduler would put
 * it and, for every other node, the first filter that refuses it and why. Where the pod is bound by
 * somebody else (it names its node, or another scheduler's name), what its kubelet refuses. Filters
 * read the cluster; they know neither each other nor what could be at another time.
 *
 * <p>Source: k8s.io/kubernetes/pkg/scheduler/framework/plugins; a differential test asks the real
 * scheduler.
 */
@NullMarked
package dev.ringfence.engine.placement.filter;

import org.jspecify.annotations.NullMarked;
