package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.EvidenceSink;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.deputies.Deputy;
import java.util.ArrayList;
import java.util.List;

/** Shows what is known of a controller: its fields and checks, and the images and settings seen. */
final class DeputyEvidence {

  /** How many guessed fields evidence names; it says how many more there are. */
  private static final int SHOWN = 4;

  private DeputyEvidence() {}

  static void add(Landscape landscape, DeputyKind kind, EvidenceSink evidence) {
    String words = kind.kind() + ", of " + kind.deputy().product() + ": " + fields(kind);
    if (kind.meta() != null) {
      evidence.add(kind.meta(), "spec.names.kind", words);
    }
    Pods pods = landscape.cluster().pods();
    for (PodClass pod : kind.installation().pods()) {
      CapabilityRow.pod(landscape, pod, evidence);
      int member = pod.example();
      for (Container container : pod.spec().containers()) {
        if (kind.installation().containers().contains(container)) {
          evidence.add(
              pods.topmost(member),
              pods.origin(member),
              pods.specPath(member) + ".containers[].image",
              container.image()
                  + (container.settings().isEmpty() ? "" : " " + container.settings())
                  + (kind.meta() == null ? ", which acts on " + words : ""));
        }
      }
    }
  }

  /** What of the table, or of an unknown kind's schema, makes the step. */
  static String fields(DeputyKind kind) {
    if (kind.deputy().known()) {
      List<String> words = new ArrayList<>();
      for (Deputy.Field field : kind.deputy().fields()) {
        if (field.where() != Deputy.Where.ITS_NAMESPACE || field.makesPods()) {
          String when = field.check().when();
          words.add(
              field.path()
                  + " names "
                  + field.names().words()
                  + " in "
                  + field.where().words()
                  + "; checked: "
                  + field.check().words()
                  + (when.isEmpty() ? "" : " " + when));
        }
      }
      return words.isEmpty() ? "it names nothing outside its namespace" : String.join("; ", words);
    }
    if (kind.references().isEmpty()) {
      return "no field of its schema seems to name anything elsewhere";
    }
    List<String> guessed = new ArrayList<>();
    kind.references().forEach((path, what) -> guessed.add(path + " (" + what + ")"));
    int more = guessed.size() - SHOWN;
    return "by their names, "
        + String.join(", ", guessed.subList(0, Math.min(SHOWN, guessed.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
