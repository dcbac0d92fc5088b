/**
 * A real node of a real control plane: kubelet, containerd, runc and gVisor in namespaces of their
 * own. In goes a control plane; out come a node that is Ready, the files that its pods may be given
 * and what they said. It may not know what Ringfence makes of them.
 */
@NullMarked
package dev.ringfence.testbed.node;

import org.jspecify.annotations.NullMarked;
