package dev.ringfence.testbed.process;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something that another process does, within a bound. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private Await() {}

  /** Why it is not there yet, in words for the error; empty when it is. */
  @FunctionalInterface
  public interface Obstacle extends Supplier<Optional<String>> {}

  /**
   * Returns when nothing stands in the way of {@code goal} any more.
   *
   * @param goal what is waited for, as it reads after "waited for"
   * @param obstacle asked again and again
   * @throws WaitedInVain after {@code bound}, with the last obstacle
   */
  public static void until(String goal, Duration bound, Obstacle obstacle) {
    long start = System.nanoTime();
    while (true) {
      Optional<String> last = obstacle.get();
      if (last.isEmpty()) {
        return;
      }
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new WaitedInVain(goal, bound, last.get());
      }
      pause(goal);
    }
  }

  private static void pause(String goal) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + goal, interruption);
    }
  }

  /** A bound ran out. */
  public static final class WaitedInVain extends RuntimeException {
    private static final long serialVersionUID = 1;

    WaitedInVain(String goal, Duration bound, String obstacle) {
      super("waited " + bound.toSeconds() + " s for " + goal + " in vain: " + obstacle);
    }
  }
}
