package dev.ringfence.engine.catalogue.node;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.Row;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.catalogue.StepView;
import dev.ringfence.engine.fact.FactKind;
import dev.ringfence.engine.workload.PodPowers;
import dev.ringfence.engine.workload.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * What the rows have in common by which a pod's own spec gives its node: the same for a pod that is
 * there and for one that the attacker makes up. Where the runtime or a user namespace stands in the
 * way, no step is named here: E12 and E11 have it.
 */
abstract class PowerToNode implements Row {

  /** Whether the spec gives this power. */
  abstract boolean holds(PodPowers powers);

  /** The made-up pod that has it. */
  abstract DangerousShape shape();

  abstract Runtime.Move move();

  /** Whether a user namespace of the pod's own takes the power away. */
  abstract boolean confinedByUserNamespace();

  /** What the power rests on in the pod's runtime, or null. */
  @Nullable Assumption restsOn(PodPowers powers) {
    return null;
  }

  abstract void explainPower(
      Landscape landscape, int podClass, PodPowers powers, EvidenceSink evidence);

  /** Whether made-up pods of the shape take over nodes of the class. */
  boolean concerns(Landscape landscape, int nodeClass) {
    return true;
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    var facts = landscape.facts();
    PlacedPods.forEach(
        landscape,
        (podClass, powers, nodeClass) -> {
          if (!holds(powers) || powers.runtime().stands(move())) {
            return;
          }
          UserNamespace userNamespace =
              confinedByUserNamespace()
                  ? UserNamespace.of(landscape, powers, nodeClass)
                  : UserNamespace.ABSENT;
          if (userNamespace == UserNamespace.CONFINES) {
            return;
          }
          StepSink.Draft draft =
              steps.to(facts.node(nodeClass)).from(facts.codeOn(podClass.id(), nodeClass));
          if (userNamespace == UserNamespace.ASSUMED) {
            draft.assuming(UserNamespace.UNSUPPORTED);
          }
          Assumption rests = restsOn(powers);
          if (rests != null) {
            draft.assuming(rests);
          }
          draft.add();
        });
    for (int nodeClass = 0; nodeClass < landscape.placement().nodeClasses().size(); nodeClass++) {
      if (concerns(landscape, nodeClass)) {
        steps
            .to(facts.node(nodeClass))
            .from(facts.fact(FactKind.SHAPE, shape().ordinal()))
            .from(facts.fact(FactKind.CRAFTED_ON, nodeClass))
            .add();
      }
    }
  }

  @Override
  public void explain(Landscape landscape, StepView step, EvidenceSink evidence) {
    int premise = step.premise(0);
    if (landscape.facts().kind(premise) == FactKind.SHAPE) {
      PodEvidence.addShape(shape(), evidence);
      return;
    }
    int podClass = landscape.facts().a(premise);
    PodPowers powers = landscape.workloads().powers(landscape.cluster().podClasses().get(podClass));
    explainPower(landscape, podClass, powers, evidence);
    PodEvidence.addPlace(landscape, podClass, landscape.facts().b(premise), evidence);
  }
}
