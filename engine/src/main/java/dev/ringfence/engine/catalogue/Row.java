package dev.ringfence.engine.catalogue;

/**
 * One row of the catalogue of steps. A row is stateless: what it derives depends on the landscape
 * only, and evidence is worked out again from the facts of one step when somebody asks.
 */
public interface Row {

  /** The catalogue's id, for example {@code I13}. */
  String id();

  /** What the attacker does, in a few words: {@code reads Secrets}. */
  String title();

  /**
   * Whether what the row names is the sum of what each identity's rights ({@code
   * Access.forEachRight}) lead to by themselves: each step as often as rights lead to it, and none
   * that rests on rights of several. Then the row need only be run for those whose rights change,
   * or, where it asks single requests of those whom it is being told, whose requests may be
   * answered otherwise.
   */
  default boolean isRightByRight() {
    return false;
  }

  /** Names every step of this row that could be taken in the landscape. */
  void derive(Landscape landscape, StepSink steps);

  /**
   * The objects, fields and values that make one step of this row possible.
   *
   * @param step the step, its premises and its conclusion as facts of the landscape
   */
  void explain(Landscape landscape, StepView step, EvidenceSink evidence);
}
