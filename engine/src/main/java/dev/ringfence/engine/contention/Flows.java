package dev.ringfence.engine.contention;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.FlowControl;
import dev.ringfence.engine.cluster.FlowControl.FlowSchema;
import dev.ringfence.engine.cluster.FlowControl.PathRule;
import dev.ringfence.engine.cluster.FlowControl.PolicyRules;
import dev.ringfence.engine.cluster.FlowControl.ResourceRule;
import dev.ringfence.engine.cluster.FlowControl.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which FlowSchema and so which priority level takes a request: the first that matches, by
 * precedence, then by name, of those whose level is there. Priority and fairness comes before
 * authorization, so that a request which is denied in the end has had its seat.
 *
 * <p>Source: k8s.io/apiserver/pkg/util/flowcontrol, rule.go and apf_controller.go; a differential
 * test asks the server.
 */
public final class Flows {

  private static final String ALL = "*";

  /** Connections that stay: the server bounds them by nothing, and puts them in no level. */
  private static final Set<String> LONG_RUNNING =
      Set.of("attach", "exec", "log", "portforward", "proxy");

  private final List<FlowSchema> schemas;
  private final List<String> levels = new ArrayList<>();
  private final Map<String, FlowControl.PriorityLevel> levelOfName = new HashMap<>();

  Flows(Cluster cluster) {
    for (FlowControl.PriorityLevel level : cluster.priorityLevels()) {
      levelOfName.put(level.meta().name(), level);
    }
    this.schemas =
        cluster.flowSchemas().stream()
            .filter(this::isInForce)
            .sorted(Flows::inMatchingOrder)
            .toList();
    for (FlowSchema schema : schemas) {
      if (!levels.contains(schema.priorityLevel())) {
        levels.add(schema.priorityLevel());
      }
    }
  }

  /** The server leaves out a schema whose level is not there: the next that matches takes over. */
  private boolean isInForce(FlowSchema schema) {
    return levelOfName.isEmpty() || levelOfName.containsKey(schema.priorityLevel());
  }

  private static int inMatchingOrder(FlowSchema one, FlowSchema other) {
    int order = Integer.compare(one.precedence(), other.precedence());
    return order == 0 ? one.meta().name().compareTo(other.meta().name()) : order;
  }

  /** Whether any FlowSchema was read: every server has some. */
  public boolean known() {
    return !schemas.isEmpty();
  }

  /** How many levels the schemas name. */
  public int levels() {
    return levels.size();
  }

  /** The name of a level, by its number. */
  public String level(int level) {
    return levels.get(level);
  }

  /** Whether requests of the level wait for nobody; a level that is not there is not exempt. */
  public boolean isExempt(int level) {
    FlowControl.PriorityLevel known = levelOfName.get(levels.get(level));
    return known != null && known.exempt();
  }

  /**
   * A request for a resource.
   *
   * @param resource with its subresource, for example {@code pods/log}
   * @param namespace empty where the request has none
   */
  public record ResourceRequest(String verb, String group, String resource, String namespace) {}

  /** The schema that takes a request for a resource, or null where none does. */
  public @Nullable FlowSchema schemaOf(String user, List<String> groups, ResourceRequest request) {
    if (LONG_RUNNING.contains(request.resource().substring(request.resource().indexOf('/') + 1))) {
      return null;
    }
    for (FlowSchema schema : schemas) {
      for (PolicyRules rules : schema.rules()) {
        if (concerns(rules, user, groups)
            && rules.resources().stream().anyMatch(rule -> matches(rule, request))) {
          return schema;
        }
      }
    }
    return null;
  }

  /** The schema that takes a request for another path, or null where none does. */
  public @Nullable FlowSchema schemaOfPath(
      String user, List<String> groups, String verb, String path) {
    for (FlowSchema schema : schemas) {
      for (PolicyRules rules : schema.rules()) {
        if (concerns(rules, user, groups)
            && rules.paths().stream().anyMatch(rule -> matches(rule, verb, path))) {
          return schema;
        }
      }
    }
    return null;
  }

  /**
   * The levels that requests of a user can fall into: of every schema that may match it for some
   * resource, up to the first that takes all of them. Where no level was read, any schema may be
   * without its own, so none is the last. Requests for other paths, such as health checks, are not
   * counted.
   */
  public Set<Integer> levelsOf(String user, List<String> groups) {
    Set<Integer> found = new TreeSet<>();
    for (FlowSchema schema : schemas) {
      boolean takesAll = false;
      for (PolicyRules rules : schema.rules()) {
        if (!rules.resources().isEmpty() && concerns(rules, user, groups)) {
          found.add(levels.indexOf(schema.priorityLevel()));
          takesAll |= rules.resources().stream().anyMatch(Flows::isEverything);
        }
      }
      if (takesAll && !levelOfName.isEmpty()) {
        break;
      }
    }
    return found;
  }

  /** The first schema that puts requests of the user into the level, or null. */
  public @Nullable FlowSchema schemaInto(int level, String user, List<String> groups) {
    for (FlowSchema schema : schemas) {
      for (PolicyRules rules : schema.rules()) {
        if (schema.priorityLevel().equals(levels.get(level))
            && !rules.resources().isEmpty()
            && concerns(rules, user, groups)) {
          return schema;
        }
      }
    }
    return null;
  }

  private static boolean isEverything(ResourceRule rule) {
    return rule.verbs().contains(ALL)
        && rule.groups().contains(ALL)
        && rule.resources().contains(ALL)
        && rule.clusterScope()
        && rule.namespaces().contains(ALL);
  }

  private static boolean concerns(PolicyRules rules, String user, List<String> groups) {
    for (Subject subject : rules.subjects()) {
      if (matches(subject, user, groups)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Subject subject, String user, List<String> groups) {
    boolean all = subject.name().equals(ALL);
    return switch (subject.kind()) {
      case "User" -> all || subject.name().equals(user);
      case "Group" -> all || groups.contains(subject.name());
      case "ServiceAccount" -> {
        String prefix = "system:serviceaccount:" + subject.namespace() + ":";
        yield all
            ? user.startsWith(prefix) && user.indexOf(':', prefix.length()) < 0
            : user.equals(prefix + subject.name());
      }
      default -> false;
    };
  }

  private static boolean matches(ResourceRule rule, ResourceRequest request) {
    return contains(rule.verbs(), request.verb())
        && contains(rule.groups(), request.group())
        && contains(rule.resources(), request.resource())
        && (request.namespace().isEmpty()
            ? rule.clusterScope()
            : contains(rule.namespaces(), request.namespace()));
  }

  private static boolean contains(List<String> list, String value) {
    return list.contains(ALL) || list.contains(value);
  }

  private static boolean matches(PathRule rule, String verb, String path) {
    if (!contains(rule.verbs(), verb)) {
      return false;
    }
    for (String pattern : rule.paths()) {
      String prefix = pattern.endsWith(ALL) ? pattern.substring(0, pattern.length() - 1) : pattern;
      // A path stands for all beneath it, whether its pattern ends with a star or not.
      if (pattern.equals(ALL)
          || pattern.equals(path)
          || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/")) {
        return true;
      }
    }
    return false;
  }

  /** The level's object, for evidence; null where it was not read. */
  public FlowControl.@Nullable PriorityLevel object(int level) {
    return levelOfName.get(Objects.requireNonNull(levels.get(level)));
  }
}
