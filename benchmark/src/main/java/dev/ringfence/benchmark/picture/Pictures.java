package dev.ringfence.benchmark.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws what was measured: {@code stages.csv} (pods, stage, elapsed seconds, processor seconds, in
 * the order of the sizes) as growth and memory, {@code edits.csv} (kind, microseconds) as a
 * histogram with a logarithmic scale, {@code fences.csv} (tenants, what, milliseconds) as lines.
 */
public final class Pictures {

  /** Columns of the histogram for each power of ten. */
  private static final int COLUMNS = 3;

  private Pictures() {}

  public static void draw(Path folder) throws IOException {
    Path stages = folder.resolve("stages.csv");
    if (Files.exists(stages)) {
      List<String[]> rows = rows(stages);
      growth(folder.resolve("growth.svg"), "Elapsed time of each stage", rows, 2);
      growth(folder.resolve("processor.svg"), "Processor time of each stage", rows, 3);
      memory(folder.resolve("memory.svg"), rows);
    }
    Path edits = folder.resolve("edits.csv");
    if (Files.exists(edits)) {
      Files.writeString(folder.resolve("edits.svg"), histogram(rows(edits)));
    }
    Path fences = folder.resolve("fences.csv");
    if (Files.exists(fences)) {
      Files.writeString(folder.resolve("fences.svg"), fences(rows(fences)));
    }
  }

  /** What creating a pod takes over how many tenants are fenced. */
  private static String fences(List<String[]> rows) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    for (String[] row : rows) {
      if (row[1].startsWith("created ")) {
        points
            .computeIfAbsent(row[1].substring("created ".length()), ignored -> new ArrayList<>())
            .add(new double[] {Double.parseDouble(row[0]), Double.parseDouble(row[2])});
      }
    }
    LogChart chart = new LogChart("Creating one pod", "tenants fenced", "milliseconds");
    points.forEach((name, line) -> chart.add(new LogChart.Line(name, line)));
    return chart.svg();
  }

  private static List<String[]> rows(Path file) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        rows.add(line.split(",", -1));
      }
    }
    return rows;
  }

  private static void growth(Path to, String title, List<String[]> rows, int column)
      throws IOException {
    LogChart chart = new LogChart(title, "pods", "seconds");
    lines(rows, column).forEach(chart::add);
    Files.writeString(to, chart.svg());
  }

  /** The whole first, so that the line of proportion is its. */
  private static List<LogChart.Line> lines(List<String[]> rows, int column) {
    Map<String, List<double[]>> points = new LinkedHashMap<>();
    points.put("all", new ArrayList<>());
    for (String[] row : rows) {
      if (!row[1].equals("heap MiB") && !row[1].equals("wording of all")) {
        points
            .computeIfAbsent(row[1], ignored -> new ArrayList<>())
            .add(
                new double[] {
                  Double.parseDouble(row[0]), Math.max(0.001, Double.parseDouble(row[column]))
                });
      }
    }
    return points.entrySet().stream()
        .map(entry -> new LogChart.Line(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static void memory(Path to, List<String[]> rows) throws IOException {
    LogChart chart = new LogChart("Peak of the heap", "pods", "MiB");
    List<double[]> points = new ArrayList<>();
    for (String[] row : rows) {
      if (row[1].equals("heap MiB")) {
        points.add(new double[] {Double.parseDouble(row[0]), Double.parseDouble(row[2])});
      }
    }
    chart.add(new LogChart.Line("heap", points));
    Files.writeString(to, chart.svg());
  }

  /** How often each time came up, by kind: a line each over the time. */
  private static String histogram(List<String[]> rows) {
    Map<String, Map<Integer, Integer>> counts = new LinkedHashMap<>();
    for (String[] row : rows) {
      double milliseconds = Math.max(0.001, Double.parseDouble(row[1]) / 1_000);
      int column = (int) Math.floor(Math.log10(milliseconds) * COLUMNS);
      counts.computeIfAbsent(row[0], ignored -> new TreeMap<>()).merge(column, 1, Integer::sum);
    }
    LogChart chart =
        new LogChart(
            "From one change to its verdicts", "milliseconds", "changes that took so long");
    counts.forEach(
        (kind, columns) -> {
          List<double[]> points = new ArrayList<>();
          columns.forEach(
              (column, count) ->
                  points.add(new double[] {Math.pow(10, (column + .5) / COLUMNS), count}));
          chart.add(new LogChart.Line(kind, points));
        });
    return chart.svg();
  }
}
