package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The grants of one direction, each different one once, by number. It only grows. */
final class GrantTable {

  private final Map<Grant, Integer> ids;
  private final List<Grant> grants;

  GrantTable() {
    this(new HashMap<>(), new ArrayList<>());
  }

  private GrantTable(Map<Grant, Integer> ids, List<Grant> grants) {
    this.ids = ids;
    this.grants = grants;
  }

  /** The same numbers, to grow apart from these. */
  GrantTable copy() {
    return new GrantTable(new HashMap<>(ids), new ArrayList<>(grants));
  }

  int idOf(Grant grant) {
    Integer known = ids.putIfAbsent(grant, grants.size());
    if (known == null) {
      grants.add(grant);
      return grants.size() - 1;
    }
    return known;
  }

  Grant get(int id) {
    return grants.get(id);
  }

  int count() {
    return grants.size();
  }
}
