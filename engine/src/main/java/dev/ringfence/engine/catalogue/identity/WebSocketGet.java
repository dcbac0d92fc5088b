package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;

/** Whether {@code get} on a pod's streaming subresource is as good as {@code create}. */
final class WebSocketGet {

  static final Assumption GATE_OFF =
      new Assumption(
          "websocket-upgrade-without-create",
          "The gate AuthorizePodWebsocketUpgradeCreatePermission, on by default from 1.35, may be"
              + " switched off; then get on pods/exec, pods/attach and pods/portforward is enough.",
          "true");

  private WebSocketGet() {}

  static void rights(Landscape landscape, Permission byGet, Capability capability, StepSink steps) {
    boolean assumed = isGateOnByDefault(landscape.cluster().kubernetesVersion());
    Facts facts = landscape.facts();
    landscape
        .access()
        .forEachRight(
            byGet,
            (identity, scope, name) -> {
              if (name.isEmpty()) {
                int may = facts.fact(FactKind.MAY, capability.ordinal(), scope);
                step(facts, identity, may, assumed, steps);
                return;
              }
              int last = landscape.cluster().namespaces().size() - 1;
              int from = scope == Access.EVERYWHERE ? 0 : scope;
              int to = scope == Access.EVERYWHERE ? last : scope;
              for (int namespace = from; namespace <= to; namespace++) {
                step(facts, identity, facts.mayNamed(capability, namespace, name), assumed, steps);
              }
            });
  }

  private static void step(Facts facts, int identity, int may, boolean assumed, StepSink steps) {
    StepSink.Draft draft = steps.to(may).from(facts.holds(identity)).from(facts.apiPlace());
    (assumed ? draft.assuming(GATE_OFF) : draft).add();
  }

  /** From 1.35 on. */
  static boolean isGateOnByDefault(String version) {
    String[] parts = version.split("\\.", -1);
    return parts.length < 2
        || !parts[0].equals("1")
        || !parts[1].matches("\\d+")
        || Integer.parseInt(parts[1]) >= 35;
  }
}
