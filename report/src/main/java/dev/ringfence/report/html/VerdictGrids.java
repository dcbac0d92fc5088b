package dev.ringfence.report.html;

import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * All verdicts in little room: for each stake a grid of attackers by victims, whose cells number
 * the distinct verdicts. A million pairs share some hundred of them. 4 bytes a cell until deflated.
 */
final class VerdictGrids {

  private static final int NO_VERDICT = -1;

  private final int tenants;
  private final int[] position;
  private final int maximumDetails;
  private final int[][] grids = new int[Stake.values().length][];
  private final Map<Verdict, Integer> numbers = new HashMap<>();
  private final List<Verdict> distinct = new ArrayList<>();
  private boolean complete = true;

  /**
   * @param position of each tenant along the edges of a grid, by its id
   * @param maximumDetails how many distinct verdicts keep their sets
   */
  VerdictGrids(int[] position, int maximumDetails) {
    this.tenants = position.length;
    this.position = position.clone();
    this.maximumDetails = maximumDetails;
    for (int stake = 0; stake < grids.length; stake++) {
      grids[stake] = new int[tenants * tenants];
      Arrays.fill(grids[stake], NO_VERDICT);
    }
  }

  void add(Verdict verdict) {
    Verdict anonymous = withoutPair(verdict);
    Integer number = numbers.get(anonymous);
    if (number == null && distinct.size() >= maximumDetails) {
      complete = false;
      anonymous = withoutDetails(anonymous);
      number = numbers.get(anonymous);
    }
    if (number == null) {
      number = distinct.size();
      distinct.add(anonymous);
      numbers.put(anonymous, number);
    }
    grids[verdict.stake().ordinal()][position[verdict.from()] * tenants + position[verdict.to()]] =
        number;
  }

  /** The distinct verdicts; their from, to and stake mean nothing. */
  List<Verdict> distinct() {
    return distinct;
  }

  /** Whether every verdict kept its sets. */
  boolean complete() {
    return complete;
  }

  /** A stake's cells, row by row, as deflated little-endian numbers of 4 bytes. */
  byte[] deflated(Stake stake) {
    int[] cells = grids[stake.ordinal()];
    ByteBuffer bytes = ByteBuffer.allocate(cells.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(cells);
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes.array());
      deflater.finish();
      byte[] result = new byte[1_024];
      int length = 0;
      while (!deflater.finished()) {
        if (length == result.length) {
          result = Arrays.copyOf(result, result.length * 2);
        }
        length += deflater.deflate(result, length, result.length - length);
      }
      return Arrays.copyOf(result, length);
    } finally {
      deflater.end();
    }
  }

  private static Verdict withoutPair(Verdict verdict) {
    return new Verdict(
        0,
        0,
        Stake.TAKEOVER,
        verdict.required(),
        verdict.depth(),
        verdict.depthIfRefuted(),
        verdict.outcome(),
        verdict.smallest(),
        verdict.count(),
        verdict.byPublication(),
        verdict.assumptions(),
        verdict.resources());
  }

  private static Verdict withoutDetails(Verdict verdict) {
    return new Verdict(
        0,
        0,
        Stake.TAKEOVER,
        verdict.required(),
        verdict.depth(),
        verdict.depthIfRefuted(),
        verdict.outcome(),
        null,
        0,
        List.of(),
        List.of(),
        List.of());
  }
}
