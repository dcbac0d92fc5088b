package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.fact.FactKind;
import java.util.Set;

/**
 * A row whose steps are each about single ends of connections, or about single facts that others
 * have named, or about neither: so that after a change it need only be run for the ends that differ
 * and the facts that are new.
 *
 * <p>Of two landscapes that differ in network policies alone, or in labels of namespaces that only
 * those read, the row names in both the same steps but for those of {@link Parts} that differ; what
 * it names of a fact rests on the fact and on such ends.
 */
public interface RowOfParts extends Row {

  /** The kinds of facts that it looks at one by one; it may look for others as a whole. */
  Set<FactKind> factByFact();

  /** Names the steps of these parts. */
  void derive(Landscape landscape, StepSink steps, Parts parts);

  @Override
  default void derive(Landscape landscape, StepSink steps) {
    derive(landscape, steps, Parts.ALL);
  }
}
