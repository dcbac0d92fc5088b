package dev.ringfence.engine.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Policies of tiers that apply together to some ends, and what has been compiled of them. It is one
 * object for all ends to which they apply, and is forgotten with the last of them.
 */
final class TierCombination {

  /**
   * What the outcome depends on beside the policies.
   *
   * @param forwarding policies on what nodes forward, where they may apply too
   * @param namedPorts of the subject, where a rule looks at them
   */
  record Key(
      List<List<Integer>> forwarding, List<Endpoint.NamedPort> namedPorts, PortSet families) {}

  private final List<TierSubjects.Variant> variants;
  private final boolean empty;
  private final Map<List<List<Integer>>, Boolean> namesPorts = new HashMap<>();
  private final Map<Key, TierLayer> layers = new HashMap<>();

  TierCombination(List<TierSubjects.Variant> variants) {
    this.variants = variants;
    this.empty = variants.stream().allMatch(variant -> variant.policies().isEmpty());
  }

  /** The ways in which they apply: several where it depends on the interface of a node. */
  List<TierSubjects.Variant> variants() {
    return variants;
  }

  /** Whether it is no policy at all. */
  boolean isEmpty() {
    return empty;
  }

  /** Whether a rule looks at names of ports, with those on forwarded traffic beside. */
  boolean namesPorts(List<List<Integer>> forwarding, Supplier<List<TierMatch>> rules) {
    return namesPorts.computeIfAbsent(
        forwarding, ignored -> rules.get().stream().anyMatch(TierMatch::namesPorts));
  }

  /** What it makes of everybody else, found when first asked for. */
  TierLayer layer(Key key, Supplier<TierLayer> compiled) {
    return layers.computeIfAbsent(key, ignored -> compiled.get());
  }
}
