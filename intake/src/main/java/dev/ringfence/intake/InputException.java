package dev.ringfence.intake;

import org.jspecify.annotations.Nullable;

/** The sources cannot be read as they are: no proof can be given. Exit code 2. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Place place;
  private final String problem;
  private final String remedy;

  /**
   * @param place where, or null where no single place is to blame
   * @param problem what is wrong
   * @param remedy what to do
   */
  public InputException(@Nullable Place place, String problem, String remedy) {
    this(place, problem, remedy, null);
  }

  public InputException(
      @Nullable Place place, String problem, String remedy, @Nullable Throwable cause) {
    super((place == null ? "" : place + ": ") + problem + ". " + remedy + ".", cause);
    this.place = place;
    this.problem = problem;
    this.remedy = remedy;
  }

  public @Nullable Place place() {
    return place;
  }

  public String problem() {
    return problem;
  }

  public String remedy() {
    return remedy;
  }
}
