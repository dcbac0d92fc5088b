package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.intake.pod.Quantity;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code resource.k8s.io ResourceSlice}. */
final class ResourceSliceMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec {
            driver pool nodeName nodeSelector allNodes perDeviceNodeSelection devices sharedCounters
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
    Fields pool = spec.fields("pool");
    Long generation = pool.integerOrNull("generation");
    Long slices = pool.integerOrNull("resourceSliceCount");
    Items items = spec.items("devices");
    List<DeviceKinds.Device> devices = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      devices.add(device(items.fields(i)));
    }
    sink.builder()
        .add(
            new DeviceKinds.ResourceSlice(
                object.meta(false),
                spec.text("driver"),
                pool.text("name"),
                generation == null ? 0 : generation,
                slices == null ? 1 : slices,
                spec.flag("perDeviceNodeSelection") ? null : reach(spec),
                devices,
                counters(spec, "sharedCounters", "name")));
  }

  private static DeviceKinds.Reach reach(Fields of) {
    String node = of.text("nodeName");
    return new DeviceKinds.Reach(
        of.flag("allNodes"), node.isEmpty() ? null : node, DeviceClaimMapper.terms(of));
  }

  private static DeviceKinds.Device device(Fields device) {
    // v1beta1 has them a level further down.
    Fields basic = device.has("basic") ? device.fields("basic") : device;
    return new DeviceKinds.Device(
        device.text("name"),
        attributes(basic.fields("attributes")),
        amounts(basic.fields("capacity")),
        counters(basic, "consumesCounters", "counterSet"),
        reach(basic),
        NodeMapper.taints(basic),
        basic.flag("allowMultipleAllocations"),
        basic.has("bindingConditions"));
  }

  private static Map<String, DeviceKinds.Attribute> attributes(Fields attributes) {
    Map<String, DeviceKinds.Attribute> read = LinkedHashMap.newLinkedHashMap(attributes.size());
    for (int i = 0; i < attributes.size(); i++) {
      Fields value = attributes.fields(attributes.name(i));
      read.put(attributes.name(i), attribute(value));
    }
    return read;
  }

  private static DeviceKinds.Attribute attribute(Fields value) {
    Long number = value.integerOrNull("int");
    if (number != null) {
      return new DeviceKinds.Attribute(DeviceKinds.Attribute.Type.INT, number.toString());
    }
    if (value.has("bool")) {
      return new DeviceKinds.Attribute(
          DeviceKinds.Attribute.Type.BOOL, Boolean.toString(value.flag("bool")));
    }
    if (value.has("string")) {
      return new DeviceKinds.Attribute(DeviceKinds.Attribute.Type.STRING, value.text("string"));
    }
    return value.has("version")
        ? new DeviceKinds.Attribute(DeviceKinds.Attribute.Type.VERSION, value.text("version"))
        : new DeviceKinds.Attribute(DeviceKinds.Attribute.Type.OTHER, "");
  }

  /** Counter sets by name: counter and quantity. */
  private static Map<String, Map<String, String>> counters(
      Fields parent, String field, String name) {
    Items items = parent.items(field);
    Map<String, Map<String, String>> sets = LinkedHashMap.newLinkedHashMap(items.size());
    for (int i = 0; i < items.size(); i++) {
      sets.put(items.fields(i).text(name), amounts(items.fields(i).fields("counters")));
    }
    return sets;
  }

  /** Quantities that stand in a {@code value} each. */
  private static Map<String, String> amounts(Fields parent) {
    Map<String, String> amounts = LinkedHashMap.newLinkedHashMap(parent.size());
    for (int i = 0; i < parent.size(); i++) {
      Fields amount = parent.fields(parent.name(i));
      String written = amount.scalarOrNull("value");
      try {
        amounts.put(parent.name(i), Quantity.canonical(written == null ? "0" : written));
      } catch (NumberFormatException noQuantity) {
        throw ShapeException.refused(
            amount, "value", "is no quantity such as 500m or 1Gi: " + noQuantity.getMessage());
      }
    }
    return amounts;
  }
}
