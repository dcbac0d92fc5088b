package dev.ringfence.policy.fix;

import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import java.util.Locale;
import java.util.Map;

/**
 * Objects as kubectl names and takes them. Names are quoted: whoever wrote the objects chose them.
 */
final class Manifest {

  /** Where an object that is only proposed came from. */
  static final Origin PROPOSED = new Origin(Origin.Source.IMPLIED, "proposed by fix", 0);

  private Manifest() {}

  static String resource(ObjectReference object) {
    String namespace = object.namespace();
    return (namespace == null ? "" : "-n " + shell(namespace) + " ")
        + object.qualifiedKind().toLowerCase(Locale.ROOT)
        + " "
        + shell(object.name());
  }

  /** A word of a shell command. */
  static String shell(String word) {
    boolean plain = !word.isEmpty() && word.charAt(0) != '-';
    for (int at = 0; at < word.length(); at++) {
      char c = word.charAt(at);
      plain &= c < 128 && (Character.isLetterOrDigit(c) || "-._:/".indexOf(c) >= 0);
    }
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  static ObjectMeta meta(String kind, String namespace, String name) {
    return new ObjectMeta(
        new ObjectReference(kind, namespace, name), LabelSet.EMPTY, Map.of(), null, PROPOSED);
  }

  /** A command that applies a manifest on the server's side. */
  static String apply(String manifest) {
    return "kubectl apply --server-side --field-manager=ringfence-fix -f - <<'EOF'\n"
        + manifest
        + "EOF";
  }
}
