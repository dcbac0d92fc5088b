package dev.ringfence.node;

import dev.ringfence.engine.fact.FactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The table of step × runtime, claimed and observed, as a page of the documents. */
final class ObservationTable {

  private static final String HEAD =
      """
      # What a real node does

      Written by `./test --node` (`-Dringfence.node.record=true`), which runs a kubelet, containerd, runc
      and gVisor, and in each kind of container a probe that tries every move below; it fails where this
      page, the engine and the node disagree.

      *Claimed*: what the engine says that code in the pod has with nothing failing (by which rows of the
      catalogue), and what must fail for the node where it is not open. *Observed*: the moves that the
      probe made, without those that only an assumption says: what the node runs at the time decides
      whether they are made. `-`: none.

      """;

  private final List<Trial> trials;
  private final Function<Trial, Map<FactKind, Set<String>>> open;
  private final Function<Trial, Set<FactKind>> feared;
  private final Function<Trial, Set<String>> toNode;

  ObservationTable(
      List<Trial> trials,
      Function<Trial, Map<FactKind, Set<String>>> open,
      Function<Trial, Set<FactKind>> feared,
      Function<Trial, Set<String>> toNode) {
    this.trials = trials;
    this.open = open;
    this.feared = feared;
    this.toNode = toNode;
  }

  String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| step | pod | runtime | claimed | observed |\n|---|---|---|---|---|\n");
    for (Trial trial : trials) {
      page.append("| ")
          .append(trial.situation().step())
          .append(" | ")
          .append(trial.situation().name())
          .append(" | ")
          .append(trial.isolation().name())
          .append(" | ");
      if (trial.done().isEmpty()) {
        page.append("did not run | ").append(reason(trial)).append(" |\n");
      } else {
        page.append(claimed(trial)).append(" | ").append(observed(trial)).append(" |\n");
      }
    }
    return page.toString();
  }

  private static String reason(Trial trial) {
    return trial
        .refusal()
        .replaceAll("\\s+", " ")
        .replaceAll("trial-\\d+", "POD")
        .replace('|', '/');
  }

  private String claimed(Trial trial) {
    List<String> words = new ArrayList<>();
    Map<FactKind, Set<String>> facts = open.apply(trial);
    for (FactKind fact : Move.facts()) {
      Set<String> rows = facts.get(fact);
      if (rows != null) {
        words.add(fact + " (" + String.join(", ", rows) + ")");
      }
    }
    if (!facts.containsKey(FactKind.NODE)) {
      words.add("NODE past " + String.join(" and ", toNode.apply(trial)));
    }
    return String.join("; ", words);
  }

  private String observed(Trial trial) {
    List<String> words =
        trial.done().keySet().stream()
            .filter(
                w -> Move.of(w).map(Move::gives).filter(fact -> isTold(trial, fact)).isPresent())
            .toList();
    return words.isEmpty() ? "-" : String.join("; ", words);
  }

  /** Whether it is not by an assumption alone that the engine says so. */
  private boolean isTold(Trial trial, FactKind fact) {
    return open.apply(trial).containsKey(fact) || !feared.apply(trial).contains(fact);
  }
}
