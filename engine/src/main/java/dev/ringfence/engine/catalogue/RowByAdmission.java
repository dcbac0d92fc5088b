package dev.ringfence.engine.catalogue;

/**
 * A row of which one part asks what is admitted and the rest does not, so that where that alone
 * differs, the part alone need be run: it names what it named before for what it says now. What the
 * part names rests on no fact that others have named.
 */
public interface RowByAdmission extends Row {

  /** Names the steps that rest on what is admitted. */
  void deriveAdmitted(Landscape landscape, StepSink steps);

  /** Names the others. */
  void deriveRest(Landscape landscape, StepSink steps);

  @Override
  default void derive(Landscape landscape, StepSink steps) {
    deriveAdmitted(landscape, steps);
    deriveRest(landscape, steps);
  }
}
