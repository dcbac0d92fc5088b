package dev.ringfence.engine.cluster;

import java.util.List;

/** API Priority and Fairness: how the API server tells requests apart before it serves them. */
public final class FlowControl {

  private FlowControl() {}

  /**
   * A FlowSchema.
   *
   * @param precedence the lowest is asked first; names decide between equal ones
   * @param priorityLevel the level of the requests that it matches
   * @param distinguisher {@code ByUser}, {@code ByNamespace}, or empty: what makes flows of them
   */
  public record FlowSchema(
      ObjectMeta meta,
      int precedence,
      String priorityLevel,
      String distinguisher,
      List<PolicyRules> rules) {
    public FlowSchema {
      rules = List.copyOf(rules);
    }
  }

  /** Any of the subjects with any of the rules. */
  public record PolicyRules(
      List<Subject> subjects, List<ResourceRule> resources, List<PathRule> paths) {
    public PolicyRules {
      subjects = List.copyOf(subjects);
      resources = List.copyOf(resources);
      paths = List.copyOf(paths);
    }
  }

  /** A subject; a name of {@code *} means all of the kind. */
  public record Subject(String kind, String namespace, String name) {}

  /** Requests for resources; {@code *} in a list means all. */
  public record ResourceRule(
      List<String> verbs,
      List<String> groups,
      List<String> resources,
      boolean clusterScope,
      List<String> namespaces) {
    public ResourceRule {
      verbs = List.copyOf(verbs);
      groups = List.copyOf(groups);
      resources = List.copyOf(resources);
      namespaces = List.copyOf(namespaces);
    }
  }

  /** Requests for other paths. */
  public record PathRule(List<String> verbs, List<String> paths) {
    public PathRule {
      verbs = List.copyOf(verbs);
      paths = List.copyOf(paths);
    }
  }

  /**
   * A PriorityLevelConfiguration.
   *
   * @param exempt whether its requests wait for nobody
   * @param queues whether requests that find no seat queue, each flow in queues of its own
   */
  public record PriorityLevel(ObjectMeta meta, boolean exempt, int shares, boolean queues) {}
}
