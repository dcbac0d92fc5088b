package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers port sets, so that a fact or a table can hold one as an int. Not thread-safe. */
public final class PortSets {

  /** The number of {@link PortSet#ALL}. */
  public static final int ALL = 0;

  private final Map<PortSet, Integer> ids = new HashMap<>();
  private final List<PortSet> sets = new ArrayList<>();

  PortSets() {
    id(PortSet.ALL);
  }

  /** The set's number; equal sets have the same. */
  public int id(PortSet ports) {
    Integer known = ids.get(ports);
    if (known != null) {
      return known;
    }
    ids.put(ports, sets.size());
    sets.add(ports);
    return sets.size() - 1;
  }

  /** Numbers are below it. */
  public int count() {
    return sets.size();
  }

  public PortSet get(int id) {
    return sets.get(id);
  }
}
