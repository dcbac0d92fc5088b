package dev.ringfence.intake.document;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what one thread reads on to a handler in another, in the order of reading: parsing and
 * taking over are about equally long, so a large dump is read nearly twice as fast on two cores.
 * Small inputs are handed on in the reader's own thread. What waits between the two is bounded,
 * whatever the size of the input.
 */
public final class Handover implements ObjectHandler {

  private static final int BATCH = 256;
  private static final int WAITING_BATCHES = 4;

  /** Values of objects, so that a few huge ones do not wait in crowds. */
  private static final int BATCH_VALUES = 1 << 16;

  /** An empty batch tells the other thread that nothing more comes. */
  private static final List<Consumer<ObjectHandler>> END = List.of();

  private final ObjectHandler handler;
  private final BlockingQueue<List<Consumer<ObjectHandler>>> waiting =
      new ArrayBlockingQueue<>(WAITING_BATCHES);
  private List<Consumer<ObjectHandler>> batch = new ArrayList<>(BATCH);
  private int values;
  private @Nullable Thread taker;
  private volatile @Nullable Throwable failure;

  private Handover(ObjectHandler handler) {
    this.handler = handler;
  }

  /**
   * Runs a reading of which the handler takes everything before this returns.
   *
   * @throws RuntimeException what the reading or the handler threw; of both, what came first in the
   *     input, so that messages do not depend on threads
   */
  public static void between(Consumer<Handover> reading, ObjectHandler handler) {
    Handover handover = new Handover(handler);
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
    if (batch.size() == BATCH || values >= BATCH_VALUES) {
      send();
    }
  }

  private void send() {
    if (taker == null) {
      taker = Thread.ofPlatform().daemon().name("ringfence-intake").start(this::take);
    }
    put(batch);
    batch = new ArrayList<>(BATCH);
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
    Thread other = taker;
    if (other == null) {
      batch.forEach(event -> event.accept(handler));
      return;
    }
    if (!batch.isEmpty()) {
      put(batch);
    }
    put(END);
    try {
      other.join();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("reading was interrupted", interruption);
    }
    throwFailure();
  }

  private void throwFailure() {
    switch (failure) {
      case RuntimeException problem -> throw problem;
      case Error problem -> throw problem;
      case null, default -> {}
    }
  }

  /** Runs in the other thread until the end, also after a failure, so that nobody waits for it. */
  private void take() {
    try {
      List<Consumer<ObjectHandler>> events = waiting.take();
      while (!events.isEmpty()) {
        if (failure == null) {
          handOn(events);
        }
        events = waiting.take();
      }
    } catch (InterruptedException interruption) {
      failure = new IllegalStateException("reading was interrupted", interruption);
    }
  }

  private void handOn(List<Consumer<ObjectHandler>> events) {
    try {
      for (Consumer<ObjectHandler> event : events) {
        event.accept(handler);
      }
    } catch (RuntimeException | Error problem) {
      failure = problem;
    }
  }

  @Override
  public Schema schema(String apiVersion, String kind) {
    return handler.schema(apiVersion, kind);
  }

  @Override
  public boolean keepsData(String apiVersion, String kind, String name) {
    return handler.keepsData(apiVersion, kind, name);
  }

  @Override
  public boolean takesWithoutMetadata() {
    return handler.takesWithoutMetadata();
  }

  @Override
  public void object(ReadObject object) {
    inOrder(to -> to.object(object));
  }

  @Override
  public void object(ReadObject object, int size) {
    values += size;
    object(object);
  }

  @Override
  public void policy(PolicyDocument document) {
    inOrder(to -> to.policy(document));
  }

  @Override
  public void noObject(String file, int document, String why) {
    inOrder(to -> to.noObject(file, document, why));
  }

  @Override
  public void list(String apiVersion, String itemKind) {
    inOrder(to -> to.list(apiVersion, itemKind));
  }
}
