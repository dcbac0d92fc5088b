package dev.ringfence.verify;

import java.util.ArrayList;
import java.util.List;

/** What is wrong: the first few in words, and how many in all. */
public final class Problems {

  private static final int TOLD = 20;

  private final List<String> told = new ArrayList<>();
  private int count;

  void add(String problem) {
    count++;
    if (told.size() < TOLD) {
      told.add(problem);
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** How many there are, told or not. */
  public int count() {
    return count;
  }

  /** The first of them; the last line says how many more there are. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(told);
    if (count > told.size()) {
      lines.add("and " + (count - told.size()) + " more");
    }
    return lines;
  }
}
