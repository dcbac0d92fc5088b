package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.catalogue.TokenInPod;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Volume;
import java.util.Set;
import java.util.TreeSet;

/**
 * C2: a projected token for another audience than the API server's.
 *
 * <p>Premise: code in the pod. What the audience gives for it is one assumption for each audience.
 * No boundary.
 */
final class ForeignToken implements Row {

  @Override
  public String id() {
    return "C2";
  }

  @Override
  public String title() {
    return "uses a token for another audience";
  }

  private static Set<String> audiences(PodClass podClass) {
    Set<String> audiences = new TreeSet<>();
    for (Volume volume : podClass.spec().volumes()) {
      if (volume instanceof Volume.Projected projected) {
        for (Volume.TokenSource token : projected.tokens()) {
          String audience = token.audience();
          if (audience != null && !TokenInPod.isForApiServer(audience)) {
            audiences.add(audience);
          }
        }
      }
    }
    return audiences;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    for (PodClass podClass : landscape.cluster().podClasses()) {
      for (String audience : audiences(podClass)) {
        steps
            .to(landscape.facts().everything())
            .from(landscape.facts().code(podClass.id()))
            .assuming(
                new Assumption(
                    "token-audience-opens-more/" + audience,
                    "Whoever takes tokens for " + audience + " may open others' data for them.",
                    "true"))
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    PodClass podClass = landscape.cluster().podClasses().get(landscape.facts().a(step.premise(0)));
    int pod = podClass.example();
    evidence.add(
        landscape.cluster().pods().topmost(pod),
        landscape.cluster().pods().origin(pod),
        landscape.cluster().pods().specPath(pod) + ".volumes",
        "serviceAccountToken for " + String.join(", ", audiences(podClass)));
  }
}
