package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.HostEndpoint;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** {@code projectcalico.org HostEndpoint}: interfaces of a node, by Calico's reference. */
final class HostEndpointMapper implements KindMapper {

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
    String node = spec.text("node");
    if (node.isEmpty()) {
      throw ShapeException.refused(spec, "node", "is missing: a host endpoint is some node's");
    }
    List<String> addresses = EndpointAddress.checked(spec, "expectedIPs");
    boolean everyInterface = spec.text("interfaceName").equals("*");
    if (!everyInterface && spec.text("interfaceName").isEmpty() && addresses.isEmpty()) {
      throw ShapeException.refused(
          spec, "interfaceName", "is missing, and so is expectedIPs, which could stand for it");
    }
    List<HostEndpoint.Port> ports = new ArrayList<>();
    Items items = spec.items("ports");
    for (int i = 0; i < items.size(); i++) {
      Fields port = items.fields(i);
      ports.add(
          new HostEndpoint.Port(
              port.text("name"), port.text("protocol", "TCP"), port.integer("port", 0)));
    }
    sink.builder().addOther(object.meta(false));
    sink.builder()
        .add(
            new HostEndpoint(
                object.meta(false),
                node,
                everyInterface,
                !addresses.isEmpty(),
                spec.texts("profiles"),
                ports));
  }
}
