package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Service;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code v1 Service}. */
final class ServiceMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            type selector ports { name protocol port targetPort nodePort }
            clusterIP clusterIPs externalIPs externalName
            loadBalancerSourceRanges externalTrafficPolicy allocateLoadBalancerNodePorts
          }
          """);

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    List<String> clusterIps = spec.texts("clusterIPs");
    String clusterIp = spec.text("clusterIP");
    sink.builder()
        .add(
            new Service(
                object.meta(true),
                spec.text("type", "ClusterIP"),
                spec.textMap("selector"),
                ports(spec),
                clusterIps.isEmpty() && !clusterIp.isEmpty() ? List.of(clusterIp) : clusterIps,
                EndpointAddress.checked(spec, "externalIPs"),
                spec.text("externalName"),
                front(spec)));
  }

  private static Service.Front front(Fields spec) {
    List<String> ranges =
        spec.texts("loadBalancerSourceRanges").stream().map(String::strip).toList();
    ranges.forEach(range -> Cidr.check(spec, "loadBalancerSourceRanges", range));
    return new Service.Front(
        ranges,
        spec.text("externalTrafficPolicy").equals("Local"),
        !Boolean.FALSE.equals(spec.flagOrNull("allocateLoadBalancerNodePorts")));
  }

  private static List<Service.Port> ports(Fields spec) {
    Items items = spec.items("ports");
    List<Service.Port> ports = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      int port = item.integer("port", 0);
      String target = item.scalarOrNull("targetPort");
      ports.add(
          new Service.Port(
              item.text("name"),
              item.text("protocol", "TCP"),
              port,
              target == null || target.isEmpty() || target.equals("0")
                  ? Integer.toString(port)
                  : target,
              item.integer("nodePort", 0)));
    }
    return ports;
  }
}
