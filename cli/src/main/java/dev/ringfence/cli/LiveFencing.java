package dev.ringfence.cli;

import dev.ringfence.enforce.Difference;
import dev.ringfence.enforce.LiveFences;
import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.Controls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fences that are wanted, and how a live cluster differs from them. */
record LiveFencing(
    Controls controls,
    List<Difference> cluster,
    Map<String, List<Difference>> tenants,
    List<Difference> unneeded) {

  static LiveFencing of(LiveApi api, Controls controls, @Nullable String tenant) {
    return of(LiveFences.read(api), controls, tenant);
  }

  static LiveFencing of(LiveFences live, Controls controls, @Nullable String tenant) {
    Map<String, List<Difference>> tenants = new LinkedHashMap<>();
    controls
        .tenants()
        .forEach(
            (name, objects) -> {
              if (tenant == null || tenant.equals(name)) {
                tenants.put(name, live.differences(objects, false));
              }
            });
    List<ControlObject> all = controls.inOrder();
    List<Difference> unneeded =
        tenant != null
            ? List.of()
            : live.differences(all, true).stream()
                .filter(difference -> difference.kind() == Difference.Kind.NO_LONGER_NEEDED)
                .toList();
    return new LiveFencing(
        controls, live.differences(controls.cluster(), false), tenants, unneeded);
  }

  /** What stands once, then tenant by tenant, then what is no longer needed. */
  List<Difference> all() {
    List<Difference> all = new ArrayList<>(cluster);
    tenants.values().forEach(all::addAll);
    all.addAll(unneeded);
    return all;
  }
}
