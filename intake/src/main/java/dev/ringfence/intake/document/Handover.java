package dev.ringfence.intake.document;

import dev.ringfence.intake.kind.ReadObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what one thread reads on to a handler in another, in the order of reading: parsing and
 * taking over are about equally long, so a large dump is read nearly twice as fast on two cores.
 * The first batches are small, because a small input is read in a start, where each of the two is
 * slow. What waits between the two is bounded, whatever the size of the input.
 */
public final class Handover extends ReadingEvents {

  private static final int FIRST_BATCH = 4;
  private static final int BATCH = 256;
  private static final int WAITING_BATCHES = 4;

  /** Values of objects, so that a few huge ones do not wait in crowds. */
  private static final int BATCH_VALUES = 1 << 16;

  /** An empty batch tells the other thread that nothing more comes. */
  private static final List<Consumer<ObjectHandler>> END = List.of();

  private final BlockingQueue<List<Consumer<ObjectHandler>>> waiting =
      new ArrayBlockingQueue<>(WAITING_BATCHES);
  private final Thread taker;
  private int batchSize = FIRST_BATCH;
  private List<Consumer<ObjectHandler>> batch = new ArrayList<>();
  private int values;
  private volatile @Nullable Throwable failure;

  private Handover(ObjectHandler handler, Runnable first) {
    super(handler);
    this.taker = Thread.ofPlatform().daemon().name("ringfence-intake").unstarted(() -> take(first));
  }

  /**
   * Runs a reading of which the handler takes everything before this returns.
   *
   * @param first what the other thread does while there is nothing to take yet
   * @throws RuntimeException what the reading or the handler threw; of both, what came first in the
   *     input, so that messages do not depend on threads
   */
  public static void between(Consumer<Handover> reading, ObjectHandler handler, Runnable first) {
    Handover handover = new Handover(handler, first);
    handover.taker.start();
    try {
      reading.accept(handover);
    } finally {
      // The handler is behind the reading: where it failed, that is the earlier place.
      handover.finish();
    }
  }

  /** Hands on something else in its order. */
  public void inOrder(Consumer<ObjectHandler> event) {
    batch.add(event);
    if (batch.size() == batchSize || values >= BATCH_VALUES) {
      send();
    }
  }

  private void send() {
    put(batch);
    batchSize = Math.min(BATCH, 2 * batchSize);
    batch = new ArrayList<>(batchSize);
    values = 0;
    throwFailure();
  }

  private void put(List<Consumer<ObjectHandler>> events) {
    try {
      waiting.put(events);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("reading was interrupted", interruption);
    }
  }

  private void finish() {
    if (!batch.isEmpty()) {
      put(batch);
    }
    put(END);
    try {
      taker.join();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("reading was interrupted", interruption);
    }
    throwFailure();
  }

  private void throwFailure() {
    Throwable problem = failure;
    if (problem instanceof RuntimeException exception) {
      throw exception;
    }
    if (problem instanceof Error error) {
      throw error;
    }
  }

  /** Runs in the other thread until the end, also after a failure, so that nobody waits for it. */
  private void take(Runnable first) {
    try {
      attempt(first);
      List<Consumer<ObjectHandler>> events = waiting.take();
      while (!events.isEmpty()) {
        List<Consumer<ObjectHandler>> taken = events;
        if (failure == null) {
          attempt(() -> taken.forEach(event -> event.accept(handler)));
        }
        events = waiting.take();
      }
    } catch (InterruptedException interruption) {
      failure = new IllegalStateException("reading was interrupted", interruption);
    }
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error problem) {
      failure = problem;
    }
  }

  @Override
  void event(Consumer<ObjectHandler> event) {
    inOrder(event);
  }

  @Override
  public void object(ReadObject object, int size) {
    values += size;
    object(object);
  }
}
