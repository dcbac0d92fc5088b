package dev.ringfence.engine.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which labels of some objects were asked for, so that a change of a label that nobody asked for is
 * known to change nothing: whoever did not look cannot tell. Noted is what was really read, not
 * what somebody says that he reads. Equality of whole sets is not noted: sets are compared to give
 * equal ones one answer, and sets that differ in unread labels only get equal answers anyway.
 */
public final class LabelReads {

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> endings = ConcurrentHashMap.newKeySet();
  private volatile boolean all;

  void note(String key) {
    keys.add(key);
  }

  /** Somebody looked for keys that end so. */
  void noteEnding(String ending) {
    endings.add(ending);
  }

  /** Somebody went through all labels, whatever they are called. */
  void noteAll() {
    all = true;
  }

  /** Whether any of these labels was asked for, there or not. */
  public boolean anyOf(Set<String> changed) {
    return all || changed.stream().anyMatch(this::isRead);
  }

  private boolean isRead(String key) {
    return keys.contains(key) || endings.stream().anyMatch(key::endsWith);
  }
}
