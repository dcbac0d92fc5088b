package dev.ringfence.intake.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what was read until a handler shall have it. Only for what is known to be small. */
public final class Recording extends ReadingEvents {

  private final List<Consumer<ObjectHandler>> events = new ArrayList<>();

  /**
   * @param handler says what is to be kept of each object
   */
  public Recording(ObjectHandler handler) {
    super(handler);
  }

  @Override
  void event(Consumer<ObjectHandler> event) {
    events.add(event);
  }

  /** Hands everything on, in the order of reading. */
  public void replay() {
    events.forEach(event -> event.accept(handler));
  }
}
