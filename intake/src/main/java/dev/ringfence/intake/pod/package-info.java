/**
 * Pod specs, wherever they stand: in pods and in the templates of controllers.
 *
 * <p>In goes the wanted part of a spec; out comes the model's {@link
 * dev.ringfence.engine.cluster.PodSpec}, defaulted as the API server defaults it, so that a
 * manifest and what the server makes of it are equal. What admission adds on the way is in {@link
 * dev.ringfence.intake.pod.PodAdmission}.
 */
@NullMarked
package dev.ringfence.intake.pod;

import org.jspecify.annotations.NullMarked;
