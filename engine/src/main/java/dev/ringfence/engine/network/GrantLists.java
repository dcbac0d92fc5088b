package dev.ringfence.engine.network;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists of grants, each different one once, by number. It only grows. */
final class GrantLists {

  private final Map<IntBuffer, Integer> ids = new HashMap<>();
  private final List<int[]> lists = new ArrayList<>();

  /**
   * The number of a list.
   *
   * @param ascending the numbers of grants, each once; not changed afterwards
   */
  int idOf(int[] ascending) {
    Integer known = ids.putIfAbsent(IntBuffer.wrap(ascending), lists.size());
    if (known == null) {
      lists.add(ascending);
      return lists.size() - 1;
    }
    return known;
  }

  /** The caller does not change the array. */
  int[] get(int id) {
    return lists.get(id);
  }

  int count() {
    return lists.size();
  }
}
