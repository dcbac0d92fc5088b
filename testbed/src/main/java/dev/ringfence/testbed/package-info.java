/**
 * A real control plane for tests: etcd, kube-apiserver, kube-scheduler and kube-controller-manager
 * as ordinary processes on loopback, without containers.
 *
 * <p>In: a Kubernetes version and options, and the programs that {@code
 * testbed/build-control-plane} builds. Out: a {@link dev.ringfence.testbed.ControlPlane} with
 * clients and kubeconfigs for any user, shared by all tests of a run through {@link
 * dev.ringfence.testbed.RealControlPlane}. It is test support: nothing that is shipped may depend
 * on it, and it knows no other room of Ringfence.
 */
@NullMarked
package dev.ringfence.testbed;

import org.jspecify.annotations.NullMarked;
