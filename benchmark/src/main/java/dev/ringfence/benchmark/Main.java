package dev.ringfence.benchmark;

import dev.ringfence.benchmark.edit.EditTimes;
import dev.ringfence.benchmark.fence.FenceTimes;
import dev.ringfence.benchmark.generate.AlikeTenants;
import dev.ringfence.benchmark.generate.ClusterGenerator;
import dev.ringfence.benchmark.generate.Size;
import dev.ringfence.benchmark.network.ReachChangeTimes;
import dev.ringfence.benchmark.network.ReachFleet;
import dev.ringfence.benchmark.network.ReachGrowth;
import dev.ringfence.benchmark.network.ReachTimes;
import dev.ringfence.benchmark.network.SideBySide;
import dev.ringfence.benchmark.picture.Pictures;
import dev.ringfence.intake.Intake;
import dev.ringfence.intake.IntakeOptions;
import dev.ringfence.intake.SourceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@code ringfence-bench}: generates clusters, measures, and draws what was measured. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = Arrays.asList(arguments);
    String command = words.isEmpty() ? "" : words.getFirst();
    switch (command) {
      case "generate" -> {
        int tenants = Integer.parseInt(option(words, "--tenants", "0"));
        if (tenants > 0) {
          Path tenantFolder = Path.of(option(words, "--out", "ringfence-tenants"));
          AlikeTenants.write(tenants, tenantFolder);
          System.out.println(tenantFolder);
          return;
        }
        Size size = Size.named(option(words, "--size", "small"));
        Path folder = Path.of(option(words, "--out", "ringfence-" + size));
        long seed = Long.parseLong(option(words, "--seed", "1"));
        new ClusterGenerator(size, seed, folder).write();
        System.out.println(folder);
      }
      case "stages" -> {
        String record = option(words, "--record", "");
        StageTimes.measure(Path.of(words.get(1)), record.isEmpty() ? null : Path.of(record));
      }
      case "edits" ->
          EditTimes.measure(
              Path.of(words.get(1)),
              Integer.parseInt(option(words, "--others", "20")),
              Path.of(option(words, "--record", "edits.csv")),
              option(words, "--only", ""));
      case "read" ->
          ReadTimes.measure(Path.of(words.get(1)), Integer.parseInt(option(words, "--times", "3")));
      case "indent" -> ReadTimes.indent(Path.of(words.get(1)), Path.of(words.get(2)));
      case "pictures" -> Pictures.draw(Path.of(words.get(1)));
      case "reach" -> ReachTimes.measure(words.get(1));
      case "reach-fleet" ->
          ReachFleet.measure(words.get(1), Integer.parseInt(option(words, "--clusters", "1000")));
      case "reach-change" -> ReachChangeTimes.measure(words.get(1));
      case "side-by-side" -> SideBySide.measure(words.get(1));
      case "reach-growth" ->
          ReachGrowth.measure(
              Intake.read(List.of(SourceSpec.of(words.get(1))), IntakeOptions.DEFAULT)
                  .cluster()
                  .pods()
                  .spec(0),
              Path.of(words.get(2)));
      case "fences" -> {
        int options = words.indexOf("--record");
        List<String> sizes = words.subList(1, options < 0 ? words.size() : options);
        String record = option(words, "--record", "");
        FenceTimes.measure(
            sizes.isEmpty()
                ? new int[] {10, 100, 1000}
                : sizes.stream().mapToInt(Integer::parseInt).toArray(),
            record.isEmpty() ? null : Path.of(record));
      }
      case "placement" -> PlacementTimes.measure(Path.of(words.get(1)));
      default -> {
        System.err.println(
            """
            usage: ringfence-bench generate --size tiny|small|medium|large --out DIR [--seed N]
                   ringfence-bench generate --tenants N --out DIR
                   ringfence-bench stages SOURCE [--record FILE.csv]
                   ringfence-bench edits SOURCE [--others N] [--only KIND] [--record FILE.csv]
                   ringfence-bench read SOURCE [--times N]
                   ringfence-bench indent FOLDER OUT
                   ringfence-bench pictures FOLDER
                   ringfence-bench reach SOURCE
                   ringfence-bench reach-change SOURCE
                   ringfence-bench reach-fleet SOURCE [--clusters N]
                   ringfence-bench side-by-side SOURCE
                   ringfence-bench reach-growth SOURCE FILE.svg
                   ringfence-bench placement SOURCE
                   ringfence-bench fences [TENANTS...] [--record FILE.md]""");
        System.exit(2);
      }
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    int index = words.indexOf(name);
    return index < 0 || index + 1 >= words.size() ? otherwise : words.get(index + 1);
  }
}
