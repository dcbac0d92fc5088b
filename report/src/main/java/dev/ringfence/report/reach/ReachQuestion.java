package dev.ringfence.report.reach;

import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.reach.Reach;
import dev.ringfence.engine.tenancy.Tenancy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are asked for, and what is to be said with the answer.
 *
 * @param from the ends that connect
 * @param to the ends that are connected to
 * @param fromWithin only these addresses of the ends that connect, or null for all
 * @param toWithin the same for those connected to
 * @param remarks to be read before anything else
 */
public record ReachQuestion(
    Reach reach,
    Tenancy tenancy,
    Assumptions assumptions,
    BitSet from,
    BitSet to,
    @Nullable AddressRanges fromWithin,
    @Nullable AddressRanges toWithin,
    List<String> remarks,
    String source) {

  public ReachQuestion {
    remarks = List.copyOf(remarks);
  }

  /** What outside addresses are called where tenants are. */
  public static final String OUTSIDE = "outside";

  /** Takes one connection between workloads or single CIDRs. */
  public interface Each {
    void connection(Name from, Name to, PortSet ports);
  }

  /**
   * One end by name: a workload, or one CIDR.
   *
   * @param end its number
   * @param cidr null for workloads
   */
  public record Name(int end, @Nullable String cidr) {}

  /**
   * Every connection that was asked for, by source and then destination: workloads, then CIDRs by
   * address, IPv4 first.
   */
  public void forEach(Each each) {
    forEach(false, each);
  }

  /** The same with pairs between which nothing is open, on no ports. */
  public void forEachPair(Each each) {
    forEach(true, each);
  }

  private void forEach(boolean closedToo, Each each) {
    int firstAddress = reach.workloads().size();
    List<Name> sources = cidrs(from, fromWithin);
    List<Name> destinations = cidrs(to, toWithin);
    BitSet one = new BitSet();
    for (int end = from.nextSetBit(0);
        end >= 0 && end < firstAddress;
        end = from.nextSetBit(end + 1)) {
      forEach(new Name(end, null), destinations, one, closedToo, each);
    }
    for (Name source : sources) {
      forEach(source, destinations, one, closedToo, each);
    }
  }

  private void forEach(Name source, List<Name> cidrs, BitSet one, boolean closedToo, Each each) {
    one.clear();
    one.set(source.end());
    PortSet[] open = new PortSet[reach.count()];
    Arrays.fill(open, PortSet.NONE);
    reach.forEach(one, to, (from, destination, ports) -> open[destination] = ports);
    int workloads = reach.workloads().size();
    for (int end = to.nextSetBit(0); end >= 0 && end < workloads; end = to.nextSetBit(end + 1)) {
      boolean pair = closedToo && (end != source.end() || reach.workload(end).several());
      if (pair || !open[end].isEmpty()) {
        each.connection(source, new Name(end, null), open[end]);
      }
    }
    for (Name cidr : cidrs) {
      if ((closedToo && reach.isWorkload(source.end())) || !open[cidr.end()].isEmpty()) {
        each.connection(source, cidr, open[cidr.end()]);
      }
    }
  }

  /** The CIDRs of all parts that are asked for. */
  private List<Name> cidrs(BitSet ends, @Nullable AddressRanges within) {
    List<Map.Entry<AddressRanges, Name>> names = new ArrayList<>();
    for (int end = ends.nextSetBit(reach.workloads().size());
        end >= 0;
        end = ends.nextSetBit(end + 1)) {
      AddressRanges all = reach.addresses(end);
      for (String cidr : (within == null ? all : all.and(within)).cidrs()) {
        AddressRanges range = Objects.requireNonNull(AddressRanges.cidr(cidr));
        names.add(Map.entry(range, new Name(end, cidr)));
      }
    }
    names.sort(Map.Entry.comparingByKey(AddressRanges.BY_FIRST_ADDRESS));
    return names.stream().map(Map.Entry::getValue).toList();
  }

  /** The tenant of an end, or {@link #OUTSIDE}. */
  public String tenant(int end) {
    return reach.isWorkload(end)
        ? tenancy.tenant(tenancy.ofNamespace(reach.workload(end).namespace())).name()
        : OUTSIDE;
  }

  /** For people: {@code shop/Deployment/web}, or a CIDR. */
  public String label(Name name) {
    String cidr = name.cidr();
    return cidr != null ? cidr : label(reach, name.end());
  }

  static String label(Reach reach, int end) {
    var reference = reach.workload(end).reference();
    return reference.namespaceOrEmpty() + "/" + reference.qualifiedKind() + "/" + reference.name();
  }
}
