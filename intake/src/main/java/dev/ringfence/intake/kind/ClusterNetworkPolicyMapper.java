package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy}. */
final class ClusterNetworkPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    double tier =
        switch (spec.text("tier")) {
          case "Admin" -> TieredPolicy.ADMIN_TIER;
          case "Baseline" -> TieredPolicy.BASELINE_TIER;
          default -> throw ShapeException.refused(spec, "tier", "must be Admin or Baseline");
        };
    sink.builder()
        .add(
            new TieredPolicy(
                object.meta(false),
                TieredPolicy.Api.CLUSTER_NETWORK_POLICY,
                tier,
                TierFields.priority(spec),
                TierFields.subject(spec),
                TierFields.section(spec, true, ClusterNetworkPolicyMapper::ports, object, sink),
                TierFields.section(spec, false, ClusterNetworkPolicyMapper::ports, object, sink)));
  }

  private static @Nullable List<TieredPolicy.Port> ports(
      Fields rule, ReadObject object, Sink sink) {
    Items protocols = rule.items("protocols");
    if (protocols.isEmpty()) {
      return null;
    }
    List<TieredPolicy.Port> ports = new ArrayList<>();
    for (int i = 0; i < protocols.size(); i++) {
      Fields entry = protocols.fields(i);
      if (entry.size() != 1) {
        throw ShapeException.refused(
            rule, "protocols", "must have exactly one field in each entry");
      }
      if (entry.has("destinationNamedPort")) {
        ports.add(new TieredPolicy.Port("", entry.text("destinationNamedPort"), 0, 0));
      } else {
        ports.add(port(entry, object, sink));
      }
    }
    return ports;
  }

  private static TieredPolicy.Port port(Fields entry, ReadObject object, Sink sink) {
    String name = entry.name(0);
    String protocol = name.toUpperCase(Locale.ROOT);
    if (!List.of("tcp", "udp", "sctp").contains(name)) {
      throw ShapeException.refused(entry, name, "is no protocol; tcp, udp and sctp are");
    }
    Fields destination = entry.fields(name).fields("destinationPort");
    if (destination.isEmpty()) {
      sink.warn(
          object,
          "spec",
          "has a protocol without destinationPort, which the API server refuses; it is taken as"
              + " every port of the protocol");
      return TierFields.port(entry, "", protocol, 1, 65535);
    }
    if (destination.has("range")) {
      return TierFields.range(destination, "range", protocol);
    }
    int number = destination.integer("number", 0);
    return TierFields.port(destination, "number", protocol, number, number);
  }
}
