/**
 * The smallest changes that make a requirement hold.
 *
 * <p>In go a cluster, the witnesses of what falls short and somebody who proves a changed cluster;
 * out come changes with the patches that make them. A change is taken from the evidence of a
 * witness, applied to the model and proved again: nothing is proposed that was not proved. It may
 * not know files or formats of answers.
 */
@NullMarked
package dev.ringfence.policy.fix;

import org.jspecify.annotations.NullMarked;
