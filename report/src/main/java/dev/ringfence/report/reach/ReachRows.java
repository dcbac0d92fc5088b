package dev.ringfence.report.reach;

import dev.ringfence.engine.network.AddressRanges;
import dev.ringfence.engine.network.PortSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Connections for people: ranges that some other workload tells apart, and this one does not, are
 * written as one. (Entries in JSON keep one cut for all, so that they can be joined.)
 */
final class ReachRows {

  /** Takes one row. */
  interface Each {
    void row(String from, String to, PortSet ports);
  }

  private final ReachQuestion question;
  private final Each each;
  private final Map<PortSet, List<AddressRanges>> outward = new LinkedHashMap<>();
  private final Map<Integer, Map<PortSet, List<AddressRanges>>> inward = new TreeMap<>();
  private int source = -1;

  private ReachRows(ReachQuestion question, Each each) {
    this.question = question;
    this.each = each;
  }

  /** By source, and from outside by destination. */
  static void forEach(ReachQuestion question, Each each) {
    ReachRows rows = new ReachRows(question, each);
    question.forEach(rows::take);
    rows.leaveSource();
    rows.inward.forEach(
        (end, byPorts) ->
            byPorts.forEach(
                (ports, ranges) ->
                    AddressRanges.union(ranges)
                        .cidrs()
                        .forEach(
                            cidr ->
                                each.row(
                                    cidr, ReachQuestion.label(question.reach(), end), ports))));
  }

  private void take(ReachQuestion.Name from, ReachQuestion.Name to, PortSet ports) {
    if (from.cidr() != null) {
      inward
          .computeIfAbsent(to.end(), ignored -> new LinkedHashMap<>())
          .computeIfAbsent(ports, ignored -> new ArrayList<>())
          .add(range(from.cidr()));
      return;
    }
    if (from.end() != source) {
      leaveSource();
      source = from.end();
    }
    if (to.cidr() == null) {
      each.row(question.label(from), question.label(to), ports);
    } else {
      outward.computeIfAbsent(ports, ignored -> new ArrayList<>()).add(range(to.cidr()));
    }
  }

  private void leaveSource() {
    outward.forEach(
        (ports, ranges) ->
            AddressRanges.union(ranges)
                .cidrs()
                .forEach(
                    cidr -> each.row(ReachQuestion.label(question.reach(), source), cidr, ports)));
    outward.clear();
  }

  private static AddressRanges range(String cidr) {
    return Objects.requireNonNull(AddressRanges.cidr(cidr));
  }
}
