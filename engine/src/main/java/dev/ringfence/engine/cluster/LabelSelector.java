package dev.ringfence.engine.cluster;

import java.util.List;
import java.util.Map;

/**
 * A {@code metav1.LabelSelector}. The empty selector matches everything; "no selector" is null
 * wherever the API tells the two apart.
 */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

  public static final LabelSelector EVERYTHING = new LabelSelector(Map.of(), List.of());

  /**
   * Stands among the labels of a pod for the name of its service account, in selectors of those
   * policies that know it. No label has such a key.
   */
  public static final String SERVICE_ACCOUNT = "(service account)";

  /** The operators of label selectors and of node selectors. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    /** Node selectors only: an integer label greater than the only value. */
    GT,
    /** Node selectors only: an integer label less than the only value. */
    LT,
    /** Calico only: the label has the form of the only value, in which * is any text. */
    LIKE,
    /** Calico only: there is no such label, or not of that form. */
    NOT_LIKE
  }

  /** One expression on one label key. */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    public boolean matches(LabelSet labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GT -> value != null && compare(value) > 0;
        case LT -> value != null && compare(value) < 0;
        case LIKE -> value != null && hasForm(value);
        case NOT_LIKE -> value == null || !hasForm(value);
      };
    }

    /** A star stands at the beginning, at the end, at both or nowhere: no label holds one. */
    private boolean hasForm(String value) {
      String form = values.getFirst();
      boolean before = form.startsWith("*");
      boolean behind = form.endsWith("*") && form.length() > 1;
      String text = form.substring(before ? 1 : 0, form.length() - (behind ? 1 : 0));
      if (before && behind) {
        return value.contains(text);
      }
      return before ? value.endsWith(text) : behind ? value.startsWith(text) : value.equals(text);
    }

    /** Zero, which neither GT nor LT accepts, where one of the two is no integer. */
    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
      } catch (NumberFormatException notAnInteger) {
        return 0;
      }
    }
  }

  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** Whether it asks for what the key stands for. */
  public boolean reads(String key) {
    return matchLabels.containsKey(key)
        || matchExpressions.stream().anyMatch(each -> each.key().equals(key));
  }

  public boolean isEmpty() {
    return matchLabels.isEmpty() && matchExpressions.isEmpty();
  }

  public boolean matches(LabelSet labels) {
    for (Map.Entry<String, String> entry : matchLabels.entrySet()) {
      if (!entry.getValue().equals(labels.get(entry.getKey()))) {
        return false;
      }
    }
    for (Requirement requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
