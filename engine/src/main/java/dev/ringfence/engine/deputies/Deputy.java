package dev.ringfence.engine.deputies;

import java.util.List;

/**
 * What is known of the controller of a group's kinds.
 *
 * @param product the controller; boundaries {@code deputy} are named by it
 * @param group an API group, or with a leading dot all groups that end so
 * @param kinds empty for all kinds of the group
 * @param fields what names something elsewhere
 * @param source where that is documented
 */
public record Deputy(
    String product,
    String group,
    List<String> kinds,
    Conduct conduct,
    String fields,
    String source) {

  /** How a controller treats what a resource asks for, by default. */
  public enum Conduct {
    /** It takes references within the writer's namespace only; it must be broken to do more. */
    KEEPS_TO_NAMESPACE,
    /**
     * It makes pods in the writer's namespace, with the service account that the resource names.
     */
    MAKES_PODS,
    /** It does what the resource asks for with its own rights, wherever that is. */
    FOLLOWS,
    /** Nobody has looked. */
    UNKNOWN
  }

  public Deputy {
    kinds = List.copyOf(kinds);
  }

  boolean isOf(String wantedGroup, String kind) {
    boolean same = group.startsWith(".") ? wantedGroup.endsWith(group) : wantedGroup.equals(group);
    return same && (kinds.isEmpty() || kinds.contains(kind));
  }
}
