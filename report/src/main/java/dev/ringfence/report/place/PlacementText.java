package dev.ringfence.report.place;

import dev.ringfence.report.terminal.VisibleText;
import java.io.IOException;
import java.util.List;

/** The answer of {@code place} for people: a paragraph for each pod. */
public final class PlacementText {

  private PlacementText() {}

  /** Writes it; the rows are worked out on the way. */
  public static void write(Places places, Appendable out) throws IOException {
    for (String remark : places.remarks()) {
      out.append(remark).append('\n');
    }
    if (!places.remarks().isEmpty()) {
      out.append('\n');
    }
    for (int index = 0; index < places.count(); index++) {
      PodPlaces pod = places.get(index);
      out.append(VisibleText.of(pod.namespace() + "/" + pod.name())).append('\n');
      line(out, "now", pod.nodes(), places.nodes());
      line(out, "ever", pod.possibleNodes(), places.nodes());
      for (PodPlaces.Refused refused : pod.refused()) {
        String reason = refused.filter() + ": " + refused.reason();
        out.append("  not now on ")
            .append(VisibleText.of(String.join(", ", refused.nodes())))
            .append("\n    ")
            .append(VisibleText.of(reason))
            .append('\n');
      }
      for (String note : pod.notes()) {
        out.append("  note: ").append(VisibleText.of(note)).append('\n');
      }
    }
    if (places.count() == 0) {
      out.append("no pods\n");
    }
  }

  private static void line(Appendable out, String word, List<String> nodes, int all)
      throws IOException {
    out.append("  ")
        .append(word)
        .append(VisibleText.spaces(6 - word.length()))
        .append(Integer.toString(nodes.size()))
        .append(" of ")
        .append(Integer.toString(all))
        .append(nodes.isEmpty() ? "" : ": ")
        .append(VisibleText.of(String.join(", ", nodes)))
        .append('\n');
  }
}
