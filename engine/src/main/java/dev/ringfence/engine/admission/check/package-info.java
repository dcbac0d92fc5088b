/**
 * The checks of the Pod Security Standards, one a file, each with the standard's rule and every
 * version of it. A check is a pure function of a pod spec. Reasons and details are the API
 * server's, so that a test can compare whole messages with it.
 */
@NullMarked
package dev.ringfence.engine.admission.check;

import org.jspecify.annotations.NullMarked;
