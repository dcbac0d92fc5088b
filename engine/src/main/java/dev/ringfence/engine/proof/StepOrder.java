package dev.ringfence.engine.proof;

/** Steps one after the other, laid out to be compared in one pass. */
final class StepOrder {
  final IntSequence steps = new IntSequence();
  private final IntSequence to = new IntSequence();
  private final IntSequence fences = new IntSequence();
  private final IntSequence kinds = new IntSequence();
  private final IntSequence ends = new IntSequence();
  private final IntSequence premises = new IntSequence();

  void clear() {
    steps.clear();
    to.clear();
    fences.clear();
    kinds.clear();
    ends.clear();
    premises.clear();
  }

  void add(int step, int conclusion, int[] from, int size, int fence, int kind) {
    steps.add(step);
    to.add(conclusion);
    fences.add(fence);
    kinds.add(kind);
    for (int i = 0; i < size; i++) {
      premises.add(from[i]);
    }
    ends.add(premises.size());
  }

  boolean isStep(int at, int conclusion, int[] from, int size, int fence, int kind) {
    if (at >= steps.size()
        || to.get(at) != conclusion
        || fences.get(at) != fence
        || kinds.get(at) != kind) {
      return false;
    }
    int start = at == 0 ? 0 : ends.get(at - 1);
    boolean same = ends.get(at) - start == size;
    for (int i = 0; same && i < size; i++) {
      same = premises.get(start + i) == from[i];
    }
    return same;
  }
}
