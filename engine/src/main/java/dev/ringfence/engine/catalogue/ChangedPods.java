package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.admission.UnsettledPods;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.network.PortSet;
import java.util.List;

/**
 * Pods that are not there yet and that a webhook or policy may change when they are made, nobody
 * knows how: they may get every right on every node and any account of their namespace, and labels
 * by which no policy keeps anybody from them. One assumption for each that may change them.
 */
public final class ChangedPods implements Row {

  @Override
  public String id() {
    return "changed";
  }

  @Override
  public String title() {
    return "uses what admission made of a pod that was not there to be seen";
  }

  static Assumption assumption(ObjectMeta changer) {
    String kind = changer.reference().qualifiedKind();
    return new Assumption(
        "pods-changed-by/" + kind + "/" + changer.name(),
        "What "
            + changer.reference()
            + " makes of new pods is not known, and the source shows templates without their pods:"
            + " they may get every right, and be open to everybody.",
        "dangerous");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    int allPorts = landscape.network().portSets().id(PortSet.ALL);
    UnsettledPods.of(landscape.cluster())
        .forEach(
            (podClass, changers) -> {
              for (ObjectMeta changer : changers) {
                Assumption assumption = assumption(changer);
                steps.to(facts.everything()).from(facts.code(podClass)).assuming(assumption).add();
                steps
                    .to(facts.fact(FactKind.CONNECT, podClass, allPorts))
                    .from(facts.outside())
                    .assuming(assumption)
                    .add();
              }
            });
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    Facts facts = landscape.facts();
    boolean reached = facts.kind(step.conclusion()) == FactKind.CONNECT;
    int podClass = facts.a(reached ? step.conclusion() : step.premise(0));
    Pods pods = landscape.cluster().pods();
    int pod = landscape.cluster().podClasses().get(podClass).example();
    evidence.add(
        pods.topmost(pod),
        pods.origin(pod),
        pods.specPath(pod),
        "as written: no pod of it is in the source");
    for (ObjectMeta changer :
        UnsettledPods.of(landscape.cluster()).getOrDefault(podClass, List.of())) {
      evidence.add(changer, "metadata.name", "may change its pods when they are made");
    }
  }
}
