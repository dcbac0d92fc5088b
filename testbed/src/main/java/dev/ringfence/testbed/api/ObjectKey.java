package dev.ringfence.testbed.api;

/**
 * Which object of a cluster it is.
 *
 * @param group empty for the core group
 * @param resource the plural in paths
 * @param namespace empty for an object of the cluster
 */
public record ObjectKey(String group, String resource, String namespace, String name) {
  @Override
  public String toString() {
    return resource
        + (group.isEmpty() ? "" : "." + group)
        + " "
        + (namespace.isEmpty() ? "" : namespace + "/")
        + name;
  }
}
