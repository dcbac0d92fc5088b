package dev.ringfence.policy.controls;

/**
 * A file for whoever can do what Kubernetes' objects cannot: firewall, node, audit, management
 * cluster. What it holds is an assumption until it is probed.
 *
 * @param path below the output folder
 */
public record ControlFile(String control, String path, String text) {}
