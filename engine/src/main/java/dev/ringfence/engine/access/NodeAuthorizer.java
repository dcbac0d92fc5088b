package dev.ringfence.engine.access;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Rbac;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorizer that is asked before RBAC, about nodes only: what is bound to a node, and a few
 * fixed rules. {@code plugin/pkg/auth/authorizer/node} of Kubernetes 1.36.
 *
 * <p>What a node may do to what it may touch, NodeRestriction limits further at admission: to its
 * own Node, and to pods bound to it.
 */
public final class NodeAuthorizer {

  public static final String GROUP = "system:nodes";

  /** The first minor version that looks at selectors and names for nodes and pods. */
  private static final int WITH_SELECTORS = 32;

  /** The first one that lets a node read the service accounts of its pods. */
  private static final int READS_ACCOUNTS = 34;

  private static final Set<String> OWN_VERBS = Set.of("get", "create", "update", "patch", "delete");
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private final NodeGraph graph;
  private final int minor;
  private final Rbac.@Nullable Role rules;

  private NodeAuthorizer(Cluster cluster, Rbac.@Nullable Role rules) {
    this.graph = NodeGraph.of(cluster);
    this.minor = minor(cluster.kubernetesVersion());
    this.rules = rules;
  }

  /**
   * The fixed rules are those of the ClusterRole {@code system:node}; without it there are none.
   */
  public static NodeAuthorizer of(Cluster cluster) {
    for (Rbac.Role role : cluster.roles()) {
      if (role.isClusterRole() && role.meta().name().equals("system:node")) {
        return new NodeAuthorizer(cluster, role);
      }
    }
    return new NodeAuthorizer(cluster, null);
  }

  private static int minor(String version) {
    String[] parts = version.split("[.+-]", -1);
    try {
      return parts.length > 1 ? Integer.parseInt(parts[1]) : Integer.MAX_VALUE;
    } catch (NumberFormatException unknown) {
      return Integer.MAX_VALUE;
    }
  }

  /** The node that the requester is; empty for everybody else. */
  public static String nodeOf(Requester requester) {
    return requester.user().startsWith(Requester.NODE_PREFIX) && requester.groups().contains(GROUP)
        ? requester.user().substring(Requester.NODE_PREFIX.length())
        : "";
  }

  /** Whether the answer may be another one because objects that decide it are not read. */
  public static boolean isBlindTo(Request request) {
    return switch (request.resource()) {
      case "volumeattachments", "resourceclaims", "resourceslices", "podcertificaterequests" ->
          true;
      default -> false;
    };
  }

  /**
   * Whether the node may make the request.
   *
   * @param fields what a field selector asks of fields to be equal
   */
  public boolean allows(Requester requester, Request request, Map<String, String> fields) {
    String node = nodeOf(requester);
    if (node.isEmpty()) {
      return false;
    }
    String verb = request.verb();
    boolean plain = request.subresource().isEmpty();
    if (!request.path().isEmpty()) {
      return fixed(request);
    }
    return switch (request.group() + "/" + request.resource()) {
      case "/secrets", "/configmaps" ->
          READS.contains(verb) && plain && !request.namespace().isEmpty() && isBound(node, request);
      case "/persistentvolumeclaims" ->
          request.subresource().equals("status")
              ? Set.of("update", "patch").contains(verb) && isBound(node, request)
              : verb.equals("get") && plain && isBound(node, request);
      case "/persistentvolumes",
          "resource.k8s.io/resourceclaims",
          "storage.k8s.io/volumeattachments" ->
          verb.equals("get") && plain && isBound(node, request);
      case "/serviceaccounts" -> account(node, request);
      case "coordination.k8s.io/leases" ->
          OWN_VERBS.contains(verb)
              && request.namespace().equals("kube-node-lease")
              && (verb.equals("create") || request.name().equals(node));
      case "storage.k8s.io/csinodes" ->
          OWN_VERBS.contains(verb)
              && plain
              && (verb.equals("create") || request.name().equals(node));
      case "resource.k8s.io/resourceslices" ->
          plain
              && (verb.equals("create")
                  || (Set.of("list", "watch", "deletecollection").contains(verb)
                      && (minor < WITH_SELECTORS || node.equals(fields.get("spec.nodeName")))));
      case "/nodes" -> minor < WITH_SELECTORS ? fixed(request) : node(node, request);
      case "/pods" -> minor < WITH_SELECTORS ? fixed(request) : pod(node, request, fields);
      case "certificates.k8s.io/podcertificaterequests" -> false;
      default -> fixed(request);
    };
  }

  private boolean fixed(Request request) {
    return rules != null && rules.rules().stream().anyMatch(request::allowedBy);
  }

  private boolean isBound(String node, Request request) {
    return !request.name().isEmpty()
        && graph.isBound(node, request.resource(), request.namespace(), request.name());
  }

  private boolean account(String node, Request request) {
    if (request.verb().equals("get") && request.subresource().isEmpty()) {
      return minor >= READS_ACCOUNTS && !request.namespace().isEmpty() && isBound(node, request);
    }
    return request.verb().equals("create")
        && request.subresource().equals("token")
        && isBound(node, request);
  }

  private static boolean node(String node, Request request) {
    return switch (request.subresource()) {
      case "" ->
          Set.of("create", "update", "patch").contains(request.verb())
              || (READS.contains(request.verb()) && request.name().equals(node));
      case "status" -> Set.of("update", "patch").contains(request.verb());
      default -> false;
    };
  }

  private boolean pod(String node, Request request, Map<String, String> fields) {
    return switch (request.subresource()) {
      case "" ->
          switch (request.verb()) {
            case "get" -> isBound(node, request);
            case "list", "watch" ->
                node.equals(fields.get("spec.nodeName")) || isBound(node, request);
            case "create", "delete" -> true;
            default -> false;
          };
      case "status" -> Set.of("update", "patch").contains(request.verb());
      case "eviction" -> request.verb().equals("create");
      default -> false;
    };
  }
}
