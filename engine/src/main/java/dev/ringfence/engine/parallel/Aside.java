package dev.ringfence.engine.parallel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * One piece of work in a thread of its own, while the caller goes on with another. Answers do not
 * depend on which of the two is done first.
 */
public final class Aside<T> {

  private final FutureTask<T> task;

  private Aside(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins the work, which may only read what the caller reads too. */
  public static <T> Aside<T> start(String name, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofPlatform().daemon().name("ringfence-" + name).start(task);
    return new Aside<>(task);
  }

  /**
   * The result, waited for.
   *
   * @throws RuntimeException what the work threw
   */
  public T get() {
    return result(task);
  }

  /**
   * The result of work that somebody else began, waited for.
   *
   * @throws RuntimeException what the work threw
   */
  public static <T> T result(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other work", interruption);
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case RuntimeException problem -> throw problem;
        case Error problem -> throw problem;
        case null, default -> throw new IllegalStateException(failure);
      }
    }
  }
}
