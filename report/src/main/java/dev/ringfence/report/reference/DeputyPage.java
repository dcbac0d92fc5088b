package dev.ringfence.report.reference;

import dev.ringfence.engine.deputies.Deputy;
import dev.ringfence.engine.deputies.KnownDeputies;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page of known controllers, which is the engine's table. */
final class DeputyPage {

  static final String PATH = "deputies.md";

  private DeputyPage() {}

  static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # Controllers that act for others

            What steps [A8](steps/A8.md) and [A9](steps/A9.md) know of controllers: which field of a resource names what, and where that may be; what the controller itself checks before it follows the field, and since which release or by which setting. This page is written from the table itself.

            How a check counts:

            - *nothing* is checked: the controller's rights follow, no boundary stands.
            - a check stands always: boundary [`deputy`](boundaries/deputy.md), by product.
            - *since* a release: told by the tag of the image that the cluster runs; *with* a setting: told by the arguments of its containers, or by a ConfigMap beside them. Where neither shows it (no tag, a digest alone, a script, a file): the assumption `deputy-PRODUCT-unchecked`.
            - a pod in *its own namespace* is as good as the right to create pods there; in *the controller's namespace* it is code there.

            The controller's accounts are those of pods that run one of its images and may watch the kind; where none is seen, every service account that watches the kind in the whole cluster. Kinds that are not here are feared by the names of their fields (`custom-resources-followed-unchecked`).

            | controller | resources | field | names | where | its own checks | since when | source |
            |---|---|---|---|---|---|---|---|
            """);
    Map<String, StringBuilder> products = new TreeMap<>();
    for (Deputy deputy : KnownDeputies.all()) {
      rows(deputy, products.computeIfAbsent(deputy.product(), product -> new StringBuilder()));
    }
    products.values().forEach(text::append);
    return text.toString();
  }

  private static void rows(Deputy deputy, StringBuilder into) {
    if (!deputy.beyond().words().equals("nothing")) {
      row(
          deputy,
          List.of(
              "any, outside its own namespace",
              "the resource",
              "anywhere",
              deputy.beyond().words(),
              deputy.beyond().when()),
          into);
    }
    for (Deputy.Field field : deputy.fields()) {
      row(
          deputy,
          List.of(
              "`" + field.path() + "`",
              field.names().words(),
              field.where().words(),
              field.check().words(),
              field.check().when()),
          into);
    }
  }

  private static void row(Deputy deputy, List<String> cells, StringBuilder into) {
    String kinds = deputy.kinds().isEmpty() ? "all others" : String.join(", ", deputy.kinds());
    String group = deputy.group().isEmpty() ? "core" : deputy.group();
    into.append("| ").append(deputy.product()).append(" | ");
    into.append(group.startsWith(".") ? "*" + group : group).append(": ").append(kinds);
    cells.forEach(cell -> into.append(" | ").append(cell));
    into.append(" | <").append(deputy.source()).append("> |\n");
  }
}
