package dev.ringfence.intake.source;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import java.io.InputStream;

/** A stream that can be read only once. */
final class Once implements Reopenable.Opening {

  private final InputStream stream;
  private boolean opened;

  Once(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public InputStream open() {
    if (opened) {
      throw new InputException(
          new Place("standard input", -1, ""),
          "holds a list that names its kind after its items, so that it has to be read twice",
          "Save it to a file and give that");
    }
    opened = true;
    return stream;
  }
}
