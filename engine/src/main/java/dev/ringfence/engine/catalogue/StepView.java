package dev.ringfence.engine.catalogue;

/** One step as a row sees it again when evidence is asked for. Facts are ints of {@code Facts}. */
public interface StepView {
  int premiseCount();

  int premise(int index);

  int conclusion();
}
