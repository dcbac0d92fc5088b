package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.cluster.PodSpec.NodeSelectorTerm;
import dev.ringfence.intake.pod.SchedulingMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code resource.k8s.io ResourceClaim} and {@code ResourceClaimTemplate}. */
final class DeviceClaimMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          spec { devices { requests constraints } spec { devices { requests constraints } } }
          status { allocation { nodeSelector devices { results } } reservedFor { resource name } }
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
    // A template holds the claim's spec one level further down.
    Fields devices = (spec.has("spec") ? spec.fields("spec") : spec).fields("devices");
    Fields status = object.root().fields("status");
    sink.builder()
        .add(
            new DeviceKinds.DeviceClaim(
                object.meta(true),
                requests(devices),
                constraints(devices),
                allocation(status.fieldsOrNull("allocation")),
                reservedFor(status)));
  }

  private static List<DeviceKinds.Request> requests(Fields devices) {
    Items items = devices.items("requests");
    List<DeviceKinds.Request> requests = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields request = items.fields(i);
      List<DeviceKinds.Alternative> alternatives = new ArrayList<>();
      Items prioritized = request.items("firstAvailable");
      for (int j = 0; j < prioritized.size(); j++) {
        alternatives.add(alternative(prioritized.fields(j), prioritized.fields(j).text("name")));
      }
      if (alternatives.isEmpty()) {
        // v1beta1 has the fields of `exactly` in the request itself.
        Fields exactly = request.fieldsOrNull("exactly");
        alternatives.add(alternative(exactly == null ? request : exactly, ""));
      }
      requests.add(new DeviceKinds.Request(request.text("name"), alternatives));
    }
    return requests;
  }

  private static DeviceKinds.Alternative alternative(Fields request, String name) {
    Long count = request.integerOrNull("count");
    return new DeviceKinds.Alternative(
        name,
        request.text("deviceClassName"),
        selectors(request),
        request.text("allocationMode").equals("All"),
        count == null ? 1 : count,
        request.flag("adminAccess"),
        SchedulingMapper.tolerations(request),
        request.has("capacity"));
  }

  /** The CEL expressions of selectors. */
  static List<String> selectors(Fields parent) {
    Items items = parent.items("selectors");
    List<String> expressions = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      expressions.add(items.fields(i).fields("cel").text("expression"));
    }
    return expressions;
  }

  private static List<DeviceKinds.Constraint> constraints(Fields devices) {
    Items items = devices.items("constraints");
    List<DeviceKinds.Constraint> constraints = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields constraint = items.fields(i);
      String same = constraint.text("matchAttribute");
      constraints.add(
          new DeviceKinds.Constraint(
              constraint.texts("requests"),
              same.isEmpty() ? constraint.text("distinctAttribute") : same,
              same.isEmpty()));
    }
    return constraints;
  }

  private static DeviceKinds.@Nullable Allocation allocation(@Nullable Fields allocation) {
    if (allocation == null) {
      return null;
    }
    Items items = allocation.fields("devices").items("results");
    List<DeviceKinds.AllocatedDevice> devices = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields result = items.fields(i);
      devices.add(
          new DeviceKinds.AllocatedDevice(
              result.text("driver"),
              result.text("pool"),
              result.text("device"),
              !result.flag("adminAccess") && !result.has("shareID")));
    }
    return new DeviceKinds.Allocation(terms(allocation), devices);
  }

  /** The terms of a node selector, or null where there is none. */
  static @Nullable List<NodeSelectorTerm> terms(Fields parent) {
    Fields selector = parent.fieldsOrNull("nodeSelector");
    return selector == null ? null : SchedulingMapper.terms(selector);
  }

  private static List<String> reservedFor(Fields status) {
    Items items = status.items("reservedFor");
    List<String> names = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      names.add(items.fields(i).text("name"));
    }
    return names;
  }
}
