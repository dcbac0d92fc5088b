package dev.ringfence.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the working copy of Ringfence is, in some module of which the tests run. */
public final class Repository {
  static final String CONTROL_PLANE_SCRIPT = "testbed/build-control-plane";

  private Repository() {}

  /** The folder that holds all modules. */
  public static Path root() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve(CONTROL_PLANE_SCRIPT))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "no folder above "
            + start
            + " has "
            + CONTROL_PLANE_SCRIPT
            + ": run the tests inside a clone of Ringfence");
  }
}
