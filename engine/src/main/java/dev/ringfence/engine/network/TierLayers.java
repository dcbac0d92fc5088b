package dev.ringfence.engine.network;

import java.math.BigInteger;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What combinations of policies of tiers make of everybody else, each compiled once: the other ends
 * are cut into atoms that no rule of the combination tells apart. Equal atoms of two combinations
 * are one array, so that whoever joins them sees that they are the same.
 */
final class TierLayers {

  private record Key(
      Tiers.Applying applying, List<Endpoint.NamedPort> namedPorts, PortSet families) {}

  private record Traits(PortSet families, List<Endpoint.NamedPort> ports) {}

  private final Direction direction;
  private final Endpoints endpoints;
  private final PortSet[] families;
  private final Map<IntBuffer, int[]> ends;
  private final Map<Key, TierLayer> layers = new HashMap<>();
  private int @Nullable [] byFamilies;
  private int @Nullable [] byNamedPorts;

  TierLayers(Direction direction, Endpoints endpoints, Addresses addresses) {
    this.direction = direction;
    this.endpoints = endpoints;
    this.ends = new HashMap<>();
    this.families = new PortSet[endpoints.count()];
    for (int end = 0; end < families.length; end++) {
      families[end] = addresses.families(endpoints.get(end));
    }
  }

  /** None compiled yet, of the same ends. */
  TierLayers(TierLayers before) {
    this.direction = before.direction;
    this.endpoints = before.endpoints;
    this.families = before.families;
    this.ends = before.ends;
    this.byFamilies = before.byFamilies;
    this.byNamedPorts = before.byNamedPorts;
  }

  /** What the policies that apply to a subject make of everybody else. */
  TierLayer of(Tiers tiers, Tiers.Applying applying, Endpoint subject) {
    List<List<Integer>> lists = new ArrayList<>();
    applying.variants().forEach(variant -> lists.add(variant.policies()));
    if (applying.forwarded()) {
      lists.addAll(tiers.forwarding());
    }
    List<TierMatch> matches =
        lists.stream()
            .flatMap(List::stream)
            .distinct()
            .flatMap(id -> tiers.rules(id).stream())
            .toList();
    boolean named = matches.stream().anyMatch(TierMatch::namesPorts);
    boolean bySubject = named && direction == Direction.INGRESS;
    Key key =
        new Key(applying, bySubject ? subject.namedPorts() : List.of(), families[subject.id()]);
    TierLayer known = layers.get(key);
    if (known == null) {
      known =
          compile(
              new TierAtoms(tiers, direction, applying.variants(), applying.forwarded()),
              subject,
              matches,
              named && direction == Direction.EGRESS);
      layers.put(key, known);
    }
    return known;
  }

  private TierLayer compile(
      TierAtoms compiled, Endpoint subject, List<TierMatch> matches, boolean named) {
    Partition partition = new Partition(named ? byNamedPorts() : byFamilies());
    List<AddressRanges> blocks = new ArrayList<>();
    for (TierMatch match : matches) {
      match.splits(partition);
      blocks.addAll(match.blocks());
    }
    PortSet own = families[subject.id()];
    List<TierLayer.Atom> atoms = new ArrayList<>();
    for (int[] some : members(partition)) {
      if (some.length > 0) {
        Endpoint example = endpoints.get(some[0]);
        int[] known = ends.computeIfAbsent(IntBuffer.wrap(some), IntBuffer::array);
        atoms.add(compiled.ofEnds(subject, example, known, families[some[0]].and(own)));
      }
    }
    for (AddressRanges piece : pieces(blocks)) {
      atoms.add(compiled.ofAddresses(piece, own));
    }
    return new TierLayer(atoms);
  }

  /** The ends of each class, ascending. */
  private int[][] members(Partition partition) {
    int[] sizes = new int[partition.count()];
    for (int end = 0; end < endpoints.count(); end++) {
      sizes[partition.classOf(end)]++;
    }
    int[][] members = new int[sizes.length][];
    for (int each = 0; each < sizes.length; each++) {
      members[each] = new int[sizes[each]];
    }
    for (int end = endpoints.count() - 1; end >= 0; end--) {
      int each = partition.classOf(end);
      members[each][--sizes[each]] = end;
    }
    return members;
  }

  private int[] byFamilies() {
    int[] known = byFamilies;
    if (known == null) {
      known = initial(false);
      byFamilies = known;
    }
    return known;
  }

  private int[] byNamedPorts() {
    int[] known = byNamedPorts;
    if (known == null) {
      known = initial(true);
      byNamedPorts = known;
    }
    return known;
  }

  private int[] initial(boolean named) {
    int[] initial = new int[endpoints.count()];
    Map<Traits, Integer> ids = new HashMap<>();
    for (int end = 0; end < initial.length; end++) {
      Traits traits =
          new Traits(families[end], named ? endpoints.get(end).namedPorts() : List.of());
      Integer known = ids.putIfAbsent(traits, ids.size());
      initial[end] = known == null ? ids.size() - 1 : known;
    }
    return initial;
  }

  /** All addresses, cut where one of the blocks tells them apart. */
  static List<AddressRanges> pieces(List<AddressRanges> blocks) {
    TreeSet<BigInteger> borders = new TreeSet<>();
    borders.add(AddressRanges.FIRST_IPV6);
    borders.add(AddressRanges.FIRST_IPV4);
    borders.add(AddressRanges.END);
    blocks.forEach(block -> block.addBorders(borders));
    Map<List<Object>, List<AddressRanges>> alike = new HashMap<>();
    BigInteger first = borders.first();
    for (BigInteger end : borders.tailSet(first, false)) {
      AddressRanges piece = AddressRanges.between(first, end);
      List<Object> signature = new ArrayList<>();
      signature.add(piece.hasIpv4());
      blocks.forEach(block -> signature.add(block.containsAll(piece)));
      alike.computeIfAbsent(signature, ignored -> new ArrayList<>()).add(piece);
      first = end;
    }
    return alike.values().stream()
        .map(AddressRanges::union)
        .sorted(AddressRanges.BY_FIRST_ADDRESS)
        .toList();
  }
}
