package dev.ringfence.engine.placement.filter;

/**
 * Why a pod is not put on a node.
 *
 * @param filter the plug-in of the scheduler, or {@code kubelet/…} for what the kubelet refuses
 * @param reason in a few words, with the field's value
 */
public record Refusal(String filter, String reason) {}
