package dev.ringfence.engine.judgement;

import dev.ringfence.engine.parallel.Aside;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Works things out on all processors and hands them over one after the other, in order, on the
 * caller's thread; never more than a few ahead of what was handed over.
 */
final class InOrder {

  /** Below so many things, starting threads costs more than it saves. */
  private static final int WORTH_THREADS = 64;

  /** For each thread, how many things may lie ready. */
  private static final int AHEAD = 4;

  /** Makes one of the things; its tool is used by one thread at a time. */
  @FunctionalInterface
  interface Work<S, T> {
    T make(int index, S tool);
  }

  private InOrder() {}

  /**
   * Makes and hands over the things from 0 to count - 1.
   *
   * @param tools makes what one thread works with and keeps
   */
  static <S, T> void forEach(int count, Supplier<S> tools, Work<S, T> work, Consumer<T> taker) {
    int threads = count < WORTH_THREADS ? 1 : Runtime.getRuntime().availableProcessors();
    List<S> kept = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      kept.add(tools.get());
    }
    if (threads == 1) {
      for (int index = 0; index < count; index++) {
        taker.accept(work.make(index, kept.getFirst()));
      }
      return;
    }
    // One executor a tool, so that whatever a tool keeps is touched by its own thread alone.
    List<ExecutorService> executors = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      executors.add(
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name("ringfence-verdicts").factory()));
    }
    try {
      ArrayDeque<Future<T>> ahead = new ArrayDeque<>();
      int next = 0;
      for (int index = 0; index < count; index++) {
        while (next < count && ahead.size() < threads * AHEAD) {
          int one = next++;
          S tool = kept.get(one % threads);
          ahead.add(executors.get(one % threads).submit(() -> work.make(one, tool)));
        }
        taker.accept(Aside.result(ahead.remove()));
      }
    } finally {
      executors.forEach(ExecutorService::shutdownNow);
    }
  }
}
