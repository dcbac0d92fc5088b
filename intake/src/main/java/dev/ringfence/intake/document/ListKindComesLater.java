package dev.ringfence.intake.document;

/**
 * The items of a list name no kind, and the list names its own after them: the file has to be read
 * a second time. It carries the kind of nothing; {@link DocumentStream#listKinds} finds it.
 */
public final class ListKindComesLater extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int handled;

  ListKindComesLater(int handled) {
    super("the list's kind stands after its items", null, false, false);
    this.handled = handled;
  }

  /** How many objects and documents of the file have been handed on already. */
  public int handled() {
    return handled;
  }
}
