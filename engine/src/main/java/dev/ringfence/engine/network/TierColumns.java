package dev.ringfence.engine.network;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends that no rule of any policy of tiers tells apart are one column. A combination of policies is
 * compiled over columns: there are as many as the rules tell ends apart, a few for each tenant, and
 * a policy that comes with the same peers as another adds none.
 */
final class TierColumns {

  private record Traits(PortSet families, List<Endpoint.NamedPort> ports) {}

  /** For each end a number of the families in which it can be met. */
  private final int[] families;

  /** The same together with the names of its ports. */
  private final int[] names;

  /** Equal sets of ends are one array, so that whoever joins them sees that they are the same. */
  private final Map<IntBuffer, int[]> sets;

  private final boolean named;
  private final int[] columnOf;
  private final int[][] members;
  private final int[] byFamilies;
  private final int[] byNames;
  private final Map<BitSet, int[]> joined = new HashMap<>();

  /** Those that no policy makes: ends are told apart by their families alone. */
  TierColumns(Endpoints endpoints, PortSet[] families) {
    this(traits(endpoints, families, false), traits(endpoints, families, true));
  }

  private TierColumns(int[] families, int[] names) {
    this(families, names, new HashMap<>(), false, families);
  }

  private TierColumns(
      int[] families, int[] names, Map<IntBuffer, int[]> sets, boolean named, int[] columnOf) {
    this.families = families;
    this.names = names;
    this.sets = sets;
    this.named = named;
    this.columnOf = columnOf;
    int[] sizes = new int[Arrays.stream(columnOf).max().orElse(-1) + 1];
    for (int column : columnOf) {
      sizes[column]++;
    }
    this.members = new int[sizes.length][];
    Arrays.setAll(members, column -> new int[sizes[column]]);
    for (int end = columnOf.length - 1; end >= 0; end--) {
      members[columnOf[end]][--sizes[columnOf[end]]] = end;
    }
    this.byFamilies = ofExamples(families);
    this.byNames = named ? ofExamples(names) : byFamilies;
  }

  private int[] ofExamples(int[] ofEnds) {
    return Arrays.stream(members).mapToInt(ends -> ofEnds[ends[0]]).toArray();
  }

  private static int[] traits(Endpoints endpoints, PortSet[] families, boolean named) {
    int[] numbers = new int[families.length];
    Map<Traits, Integer> ids = new HashMap<>();
    for (int end = 0; end < numbers.length; end++) {
      Traits traits =
          new Traits(families[end], named ? endpoints.get(end).namedPorts() : List.of());
      numbers[end] = ids.computeIfAbsent(traits, ignored -> ids.size());
    }
    return numbers;
  }

  /**
   * Those that these rules do not tell apart either.
   *
   * @param byNames whether names of ports tell ends apart as well
   */
  TierColumns refined(Iterable<TierMatch> rules, boolean byNames) {
    boolean crossed = byNames && !named;
    Partition partition = new Partition(crossed ? crossed(names) : columnOf);
    rules.forEach(rule -> rule.splits(partition));
    if (!crossed && partition.count() == members.length) {
      return this;
    }
    int[] refined = new int[columnOf.length];
    Arrays.setAll(refined, partition::classOf);
    return new TierColumns(families, names, sets, named || byNames, refined);
  }

  private int[] crossed(int[] others) {
    Map<Long, Integer> ids = new HashMap<>();
    int[] crossed = new int[others.length];
    for (int end = 0; end < crossed.length; end++) {
      long pair = (long) columnOf[end] << 32 | others[end];
      crossed[end] = ids.computeIfAbsent(pair, ignored -> ids.size());
    }
    return crossed;
  }

  /** A number of what an end is but for its place: its families and the names of its ports. */
  int traitsOf(int end) {
    return names[end];
  }

  /**
   * The columns within a set of ends that cuts through none, or all others where those are fewer:
   * either tells the same apart.
   */
  int[] within(BitSet set) {
    BitSet within = new BitSet(members.length);
    for (int column = 0; column < members.length; column++) {
      within.set(column, set.get(members[column][0]));
    }
    if (2 * within.cardinality() > members.length) {
      within.flip(0, members.length);
    }
    return within.stream().toArray();
  }

  /**
   * To be split by the rules of a combination.
   *
   * @param byNames whether one of them looks at names of ports of the other end
   */
  Partition partition(boolean byNames) {
    return new Partition(byNames ? this.byNames : byFamilies);
  }

  /** The ends of each class of a partition of columns, ascending, and none twice as an array. */
  List<int[]> ends(Partition partition) {
    BitSet[] classes = new BitSet[partition.count()];
    Arrays.setAll(classes, ignored -> new BitSet(members.length));
    for (int column = 0; column < members.length; column++) {
      classes[partition.classOf(column)].set(column);
    }
    List<int[]> ends = new ArrayList<>();
    for (BitSet columns : classes) {
      if (!columns.isEmpty()) {
        ends.add(joined.computeIfAbsent(columns, this::ends));
      }
    }
    return ends;
  }

  private int[] ends(BitSet columns) {
    BitSet ends = new BitSet(columnOf.length);
    columns.stream()
        .forEach(
            column -> {
              for (int end : members[column]) {
                ends.set(end);
              }
            });
    int[] ascending = ends.stream().toArray();
    return sets.computeIfAbsent(IntBuffer.wrap(ascending), IntBuffer::array);
  }
}
