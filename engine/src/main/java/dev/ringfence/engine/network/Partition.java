package dev.ringfence.engine.network;

import java.util.Arrays;

/**
 * Splits items into classes until no given set cuts through one. Each {@link #split} costs the size
 * of its set, so refining by every peer of a cluster costs what the peers hold together.
 */
final class Partition {

  private final int[] classOf;
  private int[] size;
  private int[] moved;
  private int[] target;
  private int count;

  /**
   * @param initial the class of each item to begin with, from 0 without gaps
   */
  Partition(int[] initial) {
    this.classOf = initial.clone();
    int last = -1;
    for (int each : initial) {
      last = Math.max(last, each);
    }
    this.count = last + 1;
    this.size = new int[Math.max(16, count)];
    this.moved = new int[size.length];
    this.target = new int[size.length];
    for (int item : initial) {
      size[item]++;
    }
  }

  /** Tells the items of the set apart from all others; it may name items beyond the last. */
  void split(int[] set) {
    for (int item : set) {
      if (item < classOf.length) {
        moved[classOf[item]]++;
      }
    }
    int before = count;
    for (int item : set) {
      if (item < classOf.length && classOf[item] < before) {
        move(item, before);
      }
    }
    for (int item : set) {
      if (item < classOf.length) {
        moved[classOf[item]] = 0; // left over where the set held the whole class
      }
    }
  }

  private void move(int item, int before) {
    int from = classOf[item];
    if (moved[from] == size[from] && target[from] < before) {
      return; // The set holds the whole class: nothing to tell apart.
    }
    if (target[from] < before) {
      target[from] = count;
      ensure(count + 1);
      size[count] = 0;
      target[count] = 0;
      count++;
    }
    classOf[item] = target[from];
    size[target[from]]++;
    size[from]--;
    moved[from]--;
  }

  private void ensure(int classes) {
    if (classes > size.length) {
      int length = size.length * 2;
      size = Arrays.copyOf(size, length);
      moved = Arrays.copyOf(moved, length);
      target = Arrays.copyOf(target, length);
    }
  }

  int count() {
    return count;
  }

  int classOf(int item) {
    return classOf[item];
  }
}
