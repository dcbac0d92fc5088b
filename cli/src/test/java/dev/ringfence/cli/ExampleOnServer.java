package dev.ringfence.cli;

import dev.ringfence.testbed.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** An example's objects, without Ringfence's own documents, on a real API server. */
final class ExampleOnServer {

  private ExampleOnServer() {}

  /**
   * Applies them to an empty cluster and waits for what controllers make of them.
   *
   * @param folder where copies may be written
   */
  static void put(Path example, ControlPlane plane, Path folder) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("objects"));
    try (Stream<Path> all = Files.list(example)) {
      for (Path file : all.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".yaml") && !name.equals("ringfence.yaml")) {
          Files.copy(file, copy.resolve(name));
        }
      }
    }
    plane.reset();
    plane.apply(copy);
    ControllersAtRest.await(plane.administrator());
  }
}
