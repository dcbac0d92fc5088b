package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.TieredPolicy;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code policy.networking.k8s.io/v1alpha1}: AdminNetworkPolicy, and BaselineAdminNetworkPolicy, of
 * which only the one named {@code default} exists.
 */
final class AdminNetworkPolicyMapper implements KindMapper {

  private static final Schema SCHEMA = Metadata.and("spec");

  private final boolean baseline;

  AdminNetworkPolicyMapper(boolean baseline) {
    this.baseline = baseline;
  }

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
    if (baseline && !object.meta(false).name().equals("default")) {
      throw ShapeException.refused(object.metadata(), "name", "must be default for this kind");
    }
    Fields spec = object.root().fields("spec");
    sink.builder()
        .add(
            new TieredPolicy(
                object.meta(false),
                TieredPolicy.Api.ADMIN_NETWORK_POLICY,
                baseline ? TieredPolicy.BASELINE_TIER : TieredPolicy.ADMIN_TIER,
                baseline ? 0 : TierFields.priority(spec),
                TierFields.subject(spec),
                TierFields.section(spec, true, AdminNetworkPolicyMapper::ports, object, sink),
                TierFields.section(spec, false, AdminNetworkPolicyMapper::ports, object, sink)));
  }

  private static @Nullable List<TieredPolicy.Port> ports(
      Fields rule, ReadObject object, Sink sink) {
    Items items = rule.items("ports");
    if (items.isEmpty()) {
      return null;
    }
    List<TieredPolicy.Port> ports = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Fields entry = items.fields(i);
      if (entry.has("namedPort")) {
        ports.add(new TieredPolicy.Port("", entry.text("namedPort"), 0, 0));
      } else if (entry.has("portRange")) {
        String protocol = entry.fields("portRange").text("protocol", "TCP");
        ports.add(TierFields.range(entry, "portRange", protocol));
      } else {
        Fields number = entry.fields("portNumber");
        int port = number.integer("port", 0);
        ports.add(TierFields.port(number, "port", number.text("protocol", "TCP"), port, port));
      }
    }
    return ports;
  }
}
