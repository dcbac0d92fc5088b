package dev.ringfence.policy.controls.admission;

/**
 * One validation.
 *
 * @param id names the control, for example {@code host-namespaces}
 * @param expression CEL, true for what is allowed
 * @param message what the refused one reads
 */
record PolicyRule(String id, String expression, String message) {}
