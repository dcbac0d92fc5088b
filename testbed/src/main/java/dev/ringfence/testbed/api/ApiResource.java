package dev.ringfence.testbed.api;

import java.util.List;
import java.util.Set;

/**
 * One kind of object as the server serves it.
 *
 * @param group empty for the core group
 * @param resource the plural in paths
 * @param subresources their names, such as {@code status}
 */
public record ApiResource(
    String group,
    String version,
    String resource,
    String kind,
    boolean namespaced,
    Set<String> verbs,
    List<String> subresources) {

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The path of all objects of this kind in the cluster. */
  public String path() {
    return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion() + "/" + resource;
  }

  /** The path of the objects in a namespace; of all where the kind has none. */
  public String path(String namespace) {
    return namespaced
        ? (group.isEmpty() ? "/api/" : "/apis/")
            + apiVersion()
            + "/namespaces/"
            + namespace
            + "/"
            + resource
        : path();
  }

  /** The path of one object. */
  public String path(String namespace, String name) {
    return path(namespace) + "/" + name;
  }
}
