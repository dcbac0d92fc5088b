package dev.ringfence.cli;

import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.intake.discovery.ResourceTable;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the words {@code VERB RESOURCE[.GROUP][/SUBRESOURCE] [NAME]} or {@code VERB /PATH} to a
 * request, by the resources that the cluster serves.
 */
final class RequestWords {

  static final String SYNTAX = "VERB RESOURCE[.GROUP][/SUBRESOURCE] [NAME], or VERB /PATH";

  private RequestWords() {}

  /**
   * @param namespace as the user gave it, or null
   * @param everywhere whether all namespaces are asked at once
   */
  static Request of(
      List<String> words,
      @Nullable String namespace,
      boolean everywhere,
      Cluster cluster,
      PrintWriter error) {
    if (words.size() < 2 || words.size() > 3) {
      throw new UsageException("Ask with " + SYNTAX + ".");
    }
    if (namespace != null && everywhere) {
      throw new UsageException("--namespace and --all-namespaces were both given.");
    }
    String verb = words.get(0);
    String what = words.get(1);
    String name = words.size() == 3 ? words.get(2) : "";
    if (what.startsWith("/")) {
      if (!name.isEmpty()) {
        throw new UsageException("A path has no object's name behind it.");
      }
      return Request.path(verb, what);
    }
    int slash = what.indexOf('/');
    String subresource = slash < 0 ? "" : what.substring(slash + 1);
    String resource = slash < 0 ? what : what.substring(0, slash);
    int dot = resource.indexOf('.');
    String group = dot < 0 ? null : resource.substring(dot + 1);
    String word = dot < 0 ? resource : resource.substring(0, dot);
    ResourceTable.Resource known = ResourceTable.of(cluster).find(word, group);
    if (known == null && !isVirtual(verb) && !word.equals("*")) {
      error.println(
          "ringfence: the cluster has no resource "
              + resource
              + " that is known; it is asked for as written, "
              + (group == null ? "in the core group" : "in group " + group)
              + ", as one with a namespace.");
      error.flush();
    }
    boolean namespaced = known == null || known.namespaced() || word.equals("*");
    String of = namespaced ? (namespace == null ? "default" : namespace) : "";
    boolean ownNamespace =
        word.equals("namespaces") || word.equals("ns") || word.equals("namespace");
    if (ownNamespace && !name.isEmpty()) {
      of = name; // the API server authorizes a namespace in the namespace of its name
    }
    return Request.resource(
        verb,
        known == null ? (group == null ? "" : group) : known.group(),
        known == null ? word : known.name(),
        subresource,
        everywhere ? "" : of,
        name);
  }

  /** Verbs that are asked on words that no server serves. */
  private static boolean isVirtual(String verb) {
    return verb.startsWith("impersonate")
        || verb.equals("approve")
        || verb.equals("sign")
        || verb.equals("attest")
        || verb.equals("use")
        || verb.equals("*");
  }
}
