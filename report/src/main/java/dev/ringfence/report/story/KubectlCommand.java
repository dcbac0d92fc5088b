package dev.ringfence.report.story;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.verdict.Evidence;
import java.util.Locale;
import java.util.Set;

/**
 * The command that shows a piece of evidence in a live cluster. Names come from whoever wrote the
 * objects, so only what is harmless in a shell is ever put into a command; otherwise there is none.
 */
public final class KubectlCommand {

  private static final String NODE = "Node ";

  /** Fields of objects; evidence may also name a check, or something else about an object. */
  private static final Set<String> OUTERMOST =
      Set.of(
          "addressType",
          "aggregationRule",
          "endpoints",
          "handler",
          "imagePullSecrets",
          "metadata",
          "ports",
          "provisioner",
          "roleRef",
          "rules",
          "spec",
          "status",
          "subjects",
          "subsets",
          "type",
          "webhooks");

  /** What a default, admission or a controller decides where nothing stands. */
  private static final Set<String> OFTEN_ABSENT =
      Set.of(
          "automountServiceAccountToken",
          "nodeName",
          "priority",
          "runtimeClassName",
          "serviceAccountName");

  private KubectlCommand() {}

  /**
   * The same in a cluster whose nodes may be declared and not read: no node has such a pool's name,
   * so the command shows the nodes there are.
   */
  public static String of(Evidence evidence, Cluster cluster) {
    if (evidence.object().startsWith(NODE)) {
      int node = cluster.nodeIndex(evidence.object().substring(NODE.length()));
      if (node >= 0 && cluster.nodes().get(node).assumed()) {
        return "kubectl get nodes --show-labels";
      }
    }
    return of(evidence);
  }

  /** A command to paste, or the empty string where none can be given safely. */
  public static String of(Evidence evidence) {
    String object = evidence.object();
    int space = object.indexOf(' ');
    if (space <= 0) {
      return "";
    }
    String kind = object.substring(0, space);
    String rest = object.substring(space + 1);
    int slash = rest.indexOf('/');
    String namespace = slash < 0 ? "" : rest.substring(0, slash);
    String name = rest.substring(slash + 1);
    if (!isKind(kind) || !isName(name) || (slash >= 0 && !isName(namespace))) {
      return "";
    }
    String listed = listed(evidence);
    if (!listed.isEmpty()) {
      return "kubectl -n " + (kind.equals("Namespace") ? name : namespace) + " get " + listed;
    }
    StringBuilder command = new StringBuilder("kubectl ");
    if (!namespace.isEmpty()) {
      command.append("-n ").append(namespace).append(' ');
    }
    String resource = kind.toLowerCase(Locale.ROOT) + " " + name;
    if (isPath(evidence.field()) && !kind.equals("Secret")) {
      command.append("get ").append(resource);
      command.append(" -o jsonpath='{.").append(shown(evidence.field())).append("}'");
    } else if (kind.equals("Secret")) {
      // Describing a Secret tells its keys and sizes, never its values, not even those that an
      // annotation of kubectl's repeats.
      command.append("describe ").append(resource);
    } else {
      command.append("get ").append(resource).append(" -o yaml");
    }
    return command.toString();
  }

  /** The kind of objects that are missing, or are not enough: they are seen in their namespace. */
  private static String listed(Evidence evidence) {
    if (evidence.field().equals("ResourceQuota")) {
      return "resourcequotas";
    }
    return evidence.value().startsWith("no NetworkPolicy isolates") ? "networkpolicies" : "";
  }

  /** A kind, with its group if it is none of Kubernetes' own. */
  private static boolean isKind(String kind) {
    for (int at = 0; at < kind.length(); at++) {
      char character = kind.charAt(at);
      if (!isLetter(character) && !isDigit(character) && ".-".indexOf(character) < 0) {
        return false;
      }
    }
    return isLetter(kind.charAt(0));
  }

  /** The characters of names in Kubernetes, colons of RBAC included. */
  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > 253 || name.charAt(0) == '-') {
      return false;
    }
    for (int at = 0; at < name.length(); at++) {
      char character = name.charAt(at);
      if (!isLetter(character) && !isDigit(character) && "-.:_".indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A path of plain names and numbered items, which JSONPath reads as it stands. */
  private static boolean isPath(String field) {
    int end = 0;
    while (end < field.length() && isLetter(field.charAt(end))) {
      end++;
    }
    if (!OUTERMOST.contains(field.substring(0, end))) {
      return false;
    }
    boolean inside = false;
    for (int at = 0; at < field.length(); at++) {
      char character = field.charAt(at);
      if (character == '[' || character == ']') {
        inside = character == '[';
      } else if (inside ? !isDigit(character) : !isLetter(character) && character != '.') {
        return false;
      }
    }
    return !inside;
  }

  /**
   * What is printed for a field: itself; where it may as well be absent, what it would stand in;
   * and every item of a list that is told without one.
   */
  private static String shown(String field) {
    int dot = field.lastIndexOf('.');
    String path = OFTEN_ABSENT.contains(field.substring(dot + 1)) ? field.substring(0, dot) : field;
    return path.replace("[]", "[*]");
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
