package dev.ringfence.engine.proof;

import java.util.Arrays;

/** Entries of {@link LabelEntries} by time, oldest first: a binary heap. */
final class EntryQueue {
  private long[] heap = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Times are each there once. */
  void add(int time, int fact) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, IntSequence.grown(size));
    }
    long entry = (long) time << 32 | fact;
    int at = size++;
    while (at > 0 && heap[(at - 1) >> 1] > entry) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = entry;
  }

  int oldestTime() {
    return (int) (heap[0] >>> 32);
  }

  int oldestFact() {
    return (int) heap[0];
  }

  void removeOldest() {
    long last = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (last <= heap[child]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
  }
}
