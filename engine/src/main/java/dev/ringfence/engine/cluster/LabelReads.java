package dev.ringfence.engine.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which labels of some objects were asked for, so that a change of a label that nobody asked for is
 * known to change nothing: whoever did not look cannot tell. Noted is what was really read, not
 * what somebody says that he reads. Equality of whole sets is not noted: sets are compared to give
 * equal ones one answer, and sets that differ in unread labels only get equal answers anyway.
 *
 * <p>What network policies tell namespaces apart by is noted apart, for whoever reads as {@link
 * LabelSet#readByPolicies}; whoever does not say so counts as somebody else.
 */
public final class LabelReads {

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> endings = ConcurrentHashMap.newKeySet();
  private volatile boolean all;
  private final @Nullable LabelReads policies;

  public LabelReads() {
    this(new LabelReads(null));
  }

  private LabelReads(@Nullable LabelReads policies) {
    this.policies = policies;
  }

  /** Where it is noted what network policies ask for. */
  LabelReads ofPolicies() {
    return policies == null ? this : policies;
  }

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
    return anyBesidePolicies(changed) || (policies != null && policies.anyOf(changed));
  }

  /** Whether anybody asked for one but the selectors of network policies. */
  public boolean anyBesidePolicies(Set<String> changed) {
    return all || changed.stream().anyMatch(this::isRead);
  }

  private boolean isRead(String key) {
    return keys.contains(key) || endings.stream().anyMatch(key::endsWith);
  }
}
