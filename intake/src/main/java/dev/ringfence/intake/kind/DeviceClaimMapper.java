package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** {@code resource.k8s.io ResourceClaim} and {@code ResourceClaimTemplate}. */
final class DeviceClaimMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and("spec { devices { requests } spec { devices } }");

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
    Fields claim = spec.has("spec") ? spec.fields("spec") : spec;
    Items requests = claim.fields("devices").items("requests");
    List<String> classes = new ArrayList<>(requests.size());
    boolean administrative = false;
    for (int i = 0; i < requests.size(); i++) {
      Fields request = requests.fields(i);
      administrative |= add(request, classes) || add(request.fields("exactly"), classes);
      Items alternatives = request.items("firstAvailable");
      for (int j = 0; j < alternatives.size(); j++) {
        administrative |= add(alternatives.fields(j), classes);
      }
    }
    sink.builder().add(new Policies.DeviceClaim(object.meta(true), administrative, classes));
  }

  /** Whether the request asks for administrative access; its device class is added. */
  private static boolean add(Fields request, List<String> classes) {
    String name = request.text("deviceClassName");
    if (!name.isEmpty()) {
      classes.add(name);
    }
    return request.flag("adminAccess");
  }
}
