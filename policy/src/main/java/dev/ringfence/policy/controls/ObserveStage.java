package dev.ringfence.policy.controls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fence that only watches: for clusters that have tenants already. Policies warn and audit, Pod
 * Security warns, and nothing that closes, bounds or changes anything is there.
 */
public final class ObserveStage {

  /** Kinds that cut off what runs, or change what is created. */
  static final Set<String> LEFT_OUT =
      new TreeSet<>(
          List.of(
              "AdminNetworkPolicy",
              "CiliumClusterwideNetworkPolicy",
              "CiliumNetworkPolicy",
              "ClusterNetworkPolicy",
              "GlobalNetworkPolicy",
              "LimitRange",
              "MutatingAdmissionPolicyBinding",
              "NetworkPolicy",
              "ResourceQuota",
              "ServiceAccount"));

  private ObserveStage() {}

  /** All fences while everybody is only observed. */
  public static Controls of(Controls controls) {
    Map<String, List<ControlObject>> tenants = new LinkedHashMap<>();
    controls.tenants().forEach((tenant, objects) -> tenants.put(tenant, of(objects)));
    return new Controls(of(controls.cluster()), tenants, controls.files());
  }

  /** Every object of the fences, as it is while everybody is only observed. */
  public static List<ControlObject> of(List<ControlObject> objects) {
    List<ControlObject> observed = new ArrayList<>();
    for (ControlObject object : objects) {
      if (!LEFT_OUT.contains(object.kind())) {
        observed.add(observed(object));
      }
    }
    return List.copyOf(observed);
  }

  private static ControlObject observed(ControlObject object) {
    String text =
        switch (object.kind()) {
          case "ValidatingAdmissionPolicyBinding" ->
              object
                  .text()
                  .replace("validationActions: [Deny]", "validationActions: [Warn, Audit]");
          case "Namespace" ->
              object
                  .text()
                  .replace("ringfence.dev/stage: enforce", "ringfence.dev/stage: observe")
                  .replaceAll(" *pod-security.kubernetes.io/enforce(-version)?: .*\\n", "");
          default -> object.text();
        };
    return new ControlObject(
        object.control(),
        object.apiVersion(),
        object.kind(),
        object.namespace(),
        object.name(),
        text);
  }
}
