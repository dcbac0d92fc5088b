/**
 * OpenShift's SecurityContextConstraints, which its API server admits pods by.
 *
 * <p>In go the constraints as plain maps and a request; out comes a refusal where none of those
 * that the creator or the pod's account may use admits the pod. Source: OpenShift documentation,
 * "Managing security context constraints". It may not know other engines.
 */
@NullMarked
package dev.ringfence.engine.admission.openshift;

import org.jspecify.annotations.NullMarked;
