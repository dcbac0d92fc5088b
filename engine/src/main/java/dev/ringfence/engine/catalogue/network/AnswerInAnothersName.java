package dev.ringfence.engine.catalogue.network;

import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.placement.NodeClass;

/**
 * N11: answers in another's name (N4, I23, I24, N7, mirror pods, objects of the CNI) and reads what
 * clients send.
 *
 * <p>Outline: a place from which API requests can be made, or a node; all traffic. Breaks: none.
 */
final class AnswerInAnothersName extends NotExaminedYet {

  AnswerInAnothersName() {
    super("N11", "answers in another's name");
  }

  @Override
  public void derive(Landscape landscape, StepSink steps) {
    Facts facts = landscape.facts();
    step(steps, everyTraffic(facts), facts.apiPlace());
    for (NodeClass nodeClass : landscape.placement().nodeClasses()) {
      step(steps, everyTraffic(facts), facts.node(nodeClass.id()));
    }
  }
}
