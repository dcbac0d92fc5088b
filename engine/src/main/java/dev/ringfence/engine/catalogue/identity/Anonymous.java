package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.access.Permission;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;

/**
 * I25: whoever can connect to the API has the grants of everybody.
 *
 * <p>Premises: a place from which the API can be connected to, and bindings to {@code
 * system:anonymous} or {@code system:unauthenticated}. Anonymous requests are on by default; from
 * 1.34 a file may limit them to some paths, which the API does not show: an assumption. Bindings to
 * {@code system:authenticated} follow from any identity, see {@link BoundRights}. No boundary.
 */
final class Anonymous implements Row {

  static final Assumption ENABLED =
      new Assumption(
          "anonymous-auth-enabled",
          "The API server may answer requests without credentials, which it does by default.",
          "true");

  @Override
  public String id() {
    return "I25";
  }

  @Override
  public String title() {
    return "asks the API without credentials";
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    int anonymous = landscape.access().anonymous();
    boolean[] granted = {false};
    for (Permission permission : Permission.values()) {
      landscape
          .access()
          .forEachRight(anonymous, permission, (identity, scope, name) -> granted[0] = true);
    }
    if (granted[0]) {
      steps
          .to(landscape.facts().holds(anonymous))
          .from(landscape.facts().apiPlace())
          .assuming(ENABLED)
          .add();
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    for (Permission permission : Permission.values()) {
      boolean[] shown = {false};
      landscape
          .access()
          .forEachRight(
              landscape.access().anonymous(),
              permission,
              (identity, scope, name) -> {
                if (!shown[0]) {
                  shown[0] = true;
                  GrantEvidence.add(landscape, identity, permission, scope, name, evidence);
                }
              });
      if (shown[0]) {
        return;
      }
    }
  }
}
