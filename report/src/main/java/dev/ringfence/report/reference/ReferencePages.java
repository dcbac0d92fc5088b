package dev.ringfence.report.reference;

import dev.ringfence.engine.catalogue.Catalogue;
import dev.ringfence.engine.catalogue.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pages by path below docs. */
public final class ReferencePages {

  /** Rows of the catalogue that are no move of their own. */
  private static final String WITHOUT_STEPS =
      """

      Rows of the catalogue that are no step of their own:

      - E9, weak profiles: they grade `kernel`, and `explain` shows the grade beside E10 and E12 \
      ([what stands between a container and its node](../runtimes.md)).
      - E20, inside a pod (`shareProcessNamespace`, a shared `emptyDir`): code runs in a pod, not in \
      a container, so whoever is in one container is in all, whatever the pod shares.
      - E25, agents of a node: [E13](E13.md) takes every pod that is on the node or could be placed \
      there, agents with all that they tolerate among them, and [I1](I1.md) and [I2](I2.md) their \
      rights; an agent's own `workload` is [N1b](N1b.md)'s.
      """;

  private ReferencePages() {}

  /** Where the page of a step stands. */
  public static String step(String id) {
    return "steps/" + id + ".md";
  }

  /** Every page; a row without a line in the table, or a line without a row, is an error. */
  public static Map<String, String> all() {
    Map<String, String> pages = new TreeMap<>();
    Map<String, List<String>> titles = new TreeMap<>();
    for (Row row : Catalogue.rows()) {
      titles.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row.title());
    }
    Map<String, String[]> steps = table("steps.tsv");
    if (!steps.keySet().equals(titles.keySet())) {
      throw new IllegalStateException(
          "steps.tsv has " + steps.keySet() + ", the catalogue has " + titles.keySet());
    }
    StringBuilder index = new StringBuilder("# Steps\n\nOne page a step of the catalogue.\n\n");
    for (Map.Entry<String, String[]> step : steps.entrySet()) {
      String id = step.getKey();
      List<String> does = List.copyOf(new TreeSet<>(titles.getOrDefault(id, List.of())));
      pages.put(step(id), stepPage(id, does, step.getValue()));
      index.append("- [").append(id).append("](").append(id).append(".md) ");
      index.append(String.join("; ", does)).append('\n');
    }
    index.append(WITHOUT_STEPS);
    pages.put("steps/README.md", index.toString());
    boundaries(pages);
    pages.put(DeputyPage.PATH, DeputyPage.text());
    return pages;
  }

  private static String stepPage(String id, List<String> does, String[] line) {
    return """
        # %s: %s

        **The attacker** %s.

        **It needs** %s. Every step that makes an API request also needs an identity, and a place from which the API endpoint can be connected to.

        **What stops it**: %s.

        `ringfence explain` shows, for each step of a path, the object, the field and its value, and the `kubectl` command that shows it. Where this version does not examine the step yet, it is the assumption `step-%s-not-examined`, taken as possible.

        Reference: <%s>
        """
        .formatted(
            id, String.join("; ", does), String.join(", or ", does), line[1], line[2], id, line[3]);
  }

  private static void boundaries(Map<String, String> pages) {
    StringBuilder index = new StringBuilder("# Boundaries\n\nOne page a kind of boundary.\n\n");
    for (Map.Entry<String, String[]> boundary : table("boundaries.tsv").entrySet()) {
      String kind = boundary.getKey();
      String[] line = boundary.getValue();
      pages.put(
          "boundaries/" + kind + ".md",
          """
          # `%s`

          **Stands between** %s.

          **Fails when** %s.

          **Counted** %s: one failure pays for every place where the same implementation stands ([how to read a proof](../reading-a-proof.md)).
          """
              .formatted(kind, line[1], line[2], line[3]));
      index.append("- [").append(kind).append("](").append(kind).append(".md): between ");
      index.append(line[1]).append('\n');
    }
    pages.put("boundaries/README.md", index.toString());
  }

  private static Map<String, String[]> table(String name) {
    try (InputStream file = ReferencePages.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the program");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      Map<String, String[]> table = new TreeMap<>();
      reader
          .lines()
          .forEach(
              line -> {
                String[] columns = line.split("\t", -1);
                if (columns.length != 4 || table.put(columns[0], columns) != null) {
                  throw new IllegalStateException(name + ": " + line);
                }
              });
      return table;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
