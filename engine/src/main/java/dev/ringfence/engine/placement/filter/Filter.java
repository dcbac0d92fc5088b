package dev.ringfence.engine.placement.filter;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One filter of the scheduler. */
interface Filter {

  /** The plug-in's name, for example {@code TaintToleration}. */
  String name();

  /** Reads once what it needs of a pod; the answer is then asked for each node. */
  Verdict of(Candidate pod);

  /**
   * The same; what cannot be decided is taken to let the pod through, and told.
   *
   * @param doubts is told what the answer rests on, perhaps only when a node is asked for
   */
  default Verdict of(Candidate pod, Consumer<String> doubts) {
    return of(pod);
  }

  /** What a filter says of a pod on one node. */
  interface Verdict {

    /** Lets the pod onto every node. */
    Verdict PASSES = node -> null;

    /** Why the node is refused, or null where it is not. */
    @Nullable String refusal(int node);

    /** Refuses every node for one reason. */
    static Verdict refusing(String reason) {
      return node -> reason;
    }
  }
}
