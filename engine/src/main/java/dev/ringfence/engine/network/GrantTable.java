package dev.ringfence.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The grants of one direction, each different one once, by number. It only grows. */
final class GrantTable {

  private final Map<Grant, Integer> ids = new HashMap<>();
  private final List<Grant> grants = new ArrayList<>();

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
}
