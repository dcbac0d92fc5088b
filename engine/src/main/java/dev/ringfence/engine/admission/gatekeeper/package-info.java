/**
 * Gatekeeper's constraints of its library's pod-security templates, by their meaning.
 *
 * <p>In go constraints, templates and configurations as plain maps and a request; out come refusals
 * and what could not be decided: a template that is not of the library, or is not there. Source:
 * github.com/open-policy-agent/gatekeeper-library, {@code library/pod-security-policy} and {@code
 * library/general}. It may not know other engines.
 */
@NullMarked
package dev.ringfence.engine.admission.gatekeeper;

import org.jspecify.annotations.NullMarked;
