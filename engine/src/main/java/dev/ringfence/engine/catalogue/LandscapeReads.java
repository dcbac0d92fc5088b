package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.network.NetworkReads;

/**
 * Which analyses were asked for, of those that can differ while others do not: noted while somebody
 * looks at a landscape. What is asked of {@code access} is noted there, in finer parts.
 */
public final class LandscapeReads {

  private boolean admission;
  private boolean contention;
  private boolean podLimits;
  private boolean priorities;
  private final NetworkReads network = new NetworkReads();

  void noteAdmission() {
    admission = true;
  }

  void noteContention() {
    contention = true;
  }

  void notePriorities() {
    priorities = true;
  }

  void notePodLimits() {
    podLimits = true;
  }

  /** What was asked of the network that can differ. */
  public NetworkReads network() {
    return network;
  }

  /** Whether anybody looked what pods that are there may use. */
  public boolean askedForPodLimits() {
    return podLimits;
  }

  /** Whether anybody looked who may preempt whom. */
  public boolean askedForPriorities() {
    return priorities;
  }

  /** Whether anybody asked what is admitted. */
  public boolean askedForAdmission() {
    return admission;
  }

  /** Whether anybody looked what is bounded. */
  public boolean askedForContention() {
    return contention;
  }
}
