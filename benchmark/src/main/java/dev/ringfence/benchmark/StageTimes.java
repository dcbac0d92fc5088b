package dev.ringfence.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.judgement.ProofRun;
import dev.ringfence.engine.verdict.Verdict;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import dev.ringfence.policy.PolicyOptions;
import dev.ringfence.policy.PolicySet;
import dev.ringfence.policy.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cold run from files to verdicts, stage by stage, as a Markdown table row each: elapsed time,
 * and processor time of all threads (compiler and collector included), which other work on the
 * machine does not lengthen.
 */
final class StageTimes {

  private final long start = System.nanoTime();
  private long last = start;
  private long lastProcessorTime = processorTime();

  private final StringBuilder record = new StringBuilder();
  private final List<String> stages = new ArrayList<>();

  private StageTimes() {}

  /**
   * Measures and prints.
   *
   * @param record a file to which lines for {@link dev.ringfence.benchmark.picture.Pictures} are
   *     added; null for none
   */
  static void measure(Path source, @Nullable Path record) {
    StageTimes times = new StageTimes();
    int pods = times.run(source);
    if (record != null) {
      times.stages.add("heap MiB,%d,0".formatted(peakHeap() >> 20));
      times.stages.forEach(
          stage -> times.record.append(pods).append(',').append(stage).append('\n'));
      try {
        Files.writeString(
            record, times.record, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException problem) {
        throw new UncheckedIOException(problem);
      }
    }
  }

  private int run(Path source) {
    long bytes = size(source);
    Intake.Result read =
        Intake.read(List.of(SourceSpec.of(source.toString())), IntakeOptions.DEFAULT);
    double reading = done("read");
    System.out.printf("| throughput | %.0f MB/s |%n", bytes / 1e6 / reading);
    Resolution resolution =
        PolicySet.of(read.documents(), PolicyOptions.on(LocalDate.now(ZoneId.systemDefault())))
            .resolve(read.cluster());
    done("tenants");
    ProofRun proof =
        ProofRun.of(
            resolution.cluster(),
            resolution.tenancy(),
            resolution.requirements(),
            new Assumptions(resolution.statements()),
            2,
            resolution.remarks(),
            this::done);
    long[] counts = proof.outcomes();
    done("verdicts");
    System.out.printf(
        "| all | %.2f s | %.2f s |%n", (System.nanoTime() - start) / 1e9, processorTime() / 1e9);
    stages.add("all,%.4f,%.4f".formatted((System.nanoTime() - start) / 1e9, processorTime() / 1e9));
    long[] assumptions = {0};
    proof.forEachVerdict(verdict -> assumptions[0] += verdict.assumptions().size());
    done("wording of all");
    System.out.printf("| assumptions under verdicts | %d |%n", assumptions[0]);
    System.out.printf("| heap peak | %d MiB |%n", peakHeap() >> 20);
    System.out.printf("| graph | %s |%n", proof.size());
    System.out.printf(
        "| model | %d pods in %d classes, %d nodes, %d tenants |%n",
        resolution.cluster().pods().count(),
        resolution.cluster().podClasses().size(),
        resolution.cluster().nodes().size(),
        resolution.tenancy().tenants().size());
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      System.out.printf("| %s | %d |%n", outcome.word(), counts[outcome.ordinal()]);
    }
    return resolution.cluster().pods().count();
  }

  private double done(String stage) {
    long now = System.nanoTime();
    double seconds = (now - last) / 1e9;
    last = now;
    long processorTime = processorTime();
    System.out.printf(
        "| %s | %.2f s | %.2f s |%n", stage, seconds, (processorTime - lastProcessorTime) / 1e9);
    stages.add("%s,%.4f,%.4f".formatted(stage, seconds, (processorTime - lastProcessorTime) / 1e9));
    lastProcessorTime = processorTime;
    return seconds;
  }

  /** Of the whole process, in nanoseconds. */
  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static long size(Path source) {
    try (Stream<Path> files = Files.walk(source)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
