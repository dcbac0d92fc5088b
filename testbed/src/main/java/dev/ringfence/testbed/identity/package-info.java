/**
 * Who speaks to a control plane, and how it is known.
 *
 * <p>In: names of users and groups. Out: keys and certificates of an authority made for one run,
 * and kubeconfig files. Starts nothing and sends nothing.
 */
@NullMarked
package dev.ringfence.testbed.identity;

import org.jspecify.annotations.NullMarked;
