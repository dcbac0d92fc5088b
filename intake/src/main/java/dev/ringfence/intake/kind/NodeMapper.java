package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Node;
import dev.ringfence.intake.pod.ResourceList;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code v1 Node}. */
final class NodeMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec { taints unschedulable podCIDR podCIDRs providerID }
          status {
            allocatable capacity runtimeHandlers addresses { address }
            nodeInfo {
              osImage kernelVersion containerRuntimeVersion kubeletVersion operatingSystem
              architecture
            }
          }
          """);

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
    Fields status = object.root().fields("status");
    Fields info = status.fields("nodeInfo");
    List<String> podCidrs = spec.texts("podCIDRs");
    String podCidr = spec.text("podCIDR");
    sink.builder()
        .add(
            new Node(
                object.meta(false),
                taints(spec),
                spec.flag("unschedulable"),
                ResourceList.in(
                    status,
                    status.has("allocatable") ? "allocatable" : "capacity",
                    ResourceList.Place.NODE),
                handlers(status),
                new Node.SystemInfo(
                    info.text("osImage"),
                    info.text("kernelVersion"),
                    info.text("containerRuntimeVersion"),
                    info.text("kubeletVersion"),
                    info.text("operatingSystem"),
                    info.text("architecture")),
                addresses(status),
                podCidrs.isEmpty() && !podCidr.isEmpty() ? List.of(podCidr) : podCidrs,
                spec.text("providerID"),
                false));
  }

  /** Of a node, or of a device. */
  static List<Node.Taint> taints(Fields tainted) {
    Items items = tainted.items("taints");
    List<Node.Taint> taints = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields taint = items.fields(i);
      taints.add(new Node.Taint(taint.text("key"), taint.text("value"), taint.text("effect")));
    }
    return taints;
  }

  private static List<Node.RuntimeHandler> handlers(Fields status) {
    Items items = status.items("runtimeHandlers");
    List<Node.RuntimeHandler> handlers = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields handler = items.fields(i);
      Fields features = handler.fields("features");
      handlers.add(
          new Node.RuntimeHandler(
              handler.text("name"),
              features.flag("userNamespaces"),
              features.flag("recursiveReadOnlyMounts")));
    }
    return handlers;
  }

  private static List<String> addresses(Fields status) {
    Items items = status.items("addresses");
    List<String> addresses = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      addresses.add(items.fields(i).text("address"));
    }
    return addresses;
  }
}
