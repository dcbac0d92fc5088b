/**
 * Programs that never outlive the virtual machine that started them.
 *
 * <p>In: a command line. Out: a running program with its own folder, both of which are gone when
 * they are closed, when the virtual machine ends, and when it is killed. Knows nothing of
 * Kubernetes.
 */
@NullMarked
package dev.ringfence.testbed.process;

import org.jspecify.annotations.NullMarked;
