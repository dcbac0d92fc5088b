package dev.ringfence.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How fast a dump is read, first cold and then again, and what its model takes of the heap. */
final class ReadTimes {

  private static final JsonFactory JSON = new JsonFactory();

  private ReadTimes() {}

  static void measure(Path source, int times) throws IOException {
    long bytes = 0;
    for (Path file : files(source)) {
      bytes += Files.size(file);
    }
    System.out.printf(
        "| reading %.0f MB | elapsed | MB/s | model |%n|---|---|---|---|%n", bytes / 1e6);
    for (int time = 1; time <= times; time++) {
      long start = System.nanoTime();
      Intake.Result read =
          Intake.read(List.of(SourceSpec.of(source.toString())), IntakeOptions.DEFAULT);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.gc();
      long held = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf(
          "| %s, %d pods | %.2f s | %.0f | %d MiB |%n",
          time == 1 ? "cold" : "again",
          read.cluster().pods().count(),
          seconds,
          bytes / 1e6 / seconds,
          held >> 20);
    }
  }

  /** Writes a folder of JSON files as {@code kubectl get -o json} prints: indented by four. */
  static void indent(Path source, Path folder) throws IOException {
    Files.createDirectories(folder);
    DefaultIndenter four = new DefaultIndenter("    ", "\n");
    for (Path file : files(source)) {
      try (JsonParser parser = JSON.createParser(Files.newInputStream(file));
          JsonGenerator out =
              JSON.createGenerator(
                  new BufferedOutputStream(
                      Files.newOutputStream(folder.resolve(source.relativize(file))), 1 << 16))) {
        out.setPrettyPrinter(
            new DefaultPrettyPrinter().withObjectIndenter(four).withArrayIndenter(four));
        while (parser.nextToken() != null) {
          out.copyCurrentEvent(parser);
        }
      }
    }
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> all = Files.walk(source)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
