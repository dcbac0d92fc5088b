package dev.ringfence.intake;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.PodSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads texts as tests write them. */
public final class Reading {

  private Reading() {}

  /** Reads one file of that name and text. */
  public static Intake.Result file(Path folder, String name, String text) {
    return read(write(folder, name, text));
  }

  /** Reads a path. */
  public static Intake.Result read(Path path) {
    return Intake.read(List.of(new SourceSpec.Files(path)), IntakeOptions.DEFAULT);
  }

  /** Reads a path, refusing what is no object. */
  public static Intake.Result readStrictly(Path path) {
    return Intake.read(
        List.of(new SourceSpec.Files(path)), new IntakeOptions(true, null, message -> {}));
  }

  /** Writes a file, its folders with it. */
  public static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The row of a pod of that name. */
  public static int pod(Cluster cluster, String name) {
    for (int pod = 0; pod < cluster.pods().count(); pod++) {
      if (cluster.pods().name(pod).equals(name)) {
        return pod;
      }
    }
    throw new AssertionError("no pod " + name);
  }

  /** The spec of a pod of that name. */
  public static PodSpec spec(Cluster cluster, String name) {
    return cluster.pods().spec(pod(cluster, name));
  }
}
