package dev.ringfence.cli;

import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.verdict.Evidence;
import dev.ringfence.report.pipeline.PipelineAnswers;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Looks up the line of an object in a file of YAML, by its kind and name, so that code scanning can
 * show it. An answer without a line is right too: where a file is no longer there, is an archive or
 * is not YAML, there is none.
 */
final class ManifestLines implements PipelineAnswers.Lines {

  private static final long LARGEST = 4 << 20;

  /** What follows {@code apiVersion:} in an object of Kubernetes' own. */
  private static final String OWN_GROUPS =
      "(v1\\b|(apps|autoscaling|batch|extensions|policy|[a-z.]+\\.k8s\\.io)/)";

  private record Patterns(Pattern group, Pattern kind, Pattern name, Pattern namespace) {}

  /**
   * An object as it is written.
   *
   * @param line its first, from 1
   */
  private record Document(int line, List<String> lines) {

    /** Names, kinds and namespaces stand in references to other objects too, further in. */
    int likeness(Patterns sought) {
      if (named(sought.name()) < 0 || lines.stream().noneMatch(has(sought.kind()))) {
        return 0;
      }
      boolean kind =
          lines.stream()
              .filter(line -> outermost(line) && line.matches("[- ]*([{].*|\"?kind\\b.*)"))
              .anyMatch(has(sought.kind()));
      boolean namespace = metadata().stream().anyMatch(has(sought.namespace()));
      boolean name = metadata().stream().anyMatch(has(sought.name()));
      boolean group = lines.stream().filter(this::outermost).anyMatch(has(sought.group()));
      return 1 + (group ? 8 : 0) + (kind ? 4 : 0) + (name ? 2 : 0) + (namespace ? 1 : 0);
    }

    /** The first line of that name, in what is the object's own if it is there. */
    int named(Pattern name) {
      int start = start();
      for (int at = start; at < start + metadata().size(); at++) {
        if (has(name).test(lines.get(at))) {
          return at;
        }
      }
      for (int at = 0; at < lines.size(); at++) {
        if (has(name).test(lines.get(at))) {
          return at;
        }
      }
      return -1;
    }

    private List<String> metadata() {
      int start = start();
      int end = Math.min(lines.size(), start + 1);
      while (end < lines.size() && !outermost(lines.get(end))) {
        end++;
      }
      return lines.subList(start, end);
    }

    /** Where {@code metadata} begins; the end where it is nowhere. */
    private int start() {
      for (int at = 0; at < lines.size(); at++) {
        if (outermost(lines.get(at)) && lines.get(at).matches("[- {]*metadata:.*")) {
          return at;
        }
      }
      return lines.size();
    }

    /** Whether a line is as far left as the object; an item of a list is two columns in. */
    private boolean outermost(String line) {
      boolean item = !lines.isEmpty() && lines.getFirst().startsWith("- ");
      String rest =
          item && (line.startsWith("- ") || line.startsWith("  ")) ? line.substring(2) : line;
      return !rest.isBlank() && rest.charAt(0) != ' ' && rest.charAt(0) != '#';
    }

    private static Predicate<String> has(Pattern pattern) {
      return line -> pattern.matcher(line).find();
    }
  }

  private final Map<String, List<Document>> files = new HashMap<>();

  @Override
  public int of(Evidence evidence) {
    String file = evidence.file();
    ObjectReference object = ObjectReference.parse(evidence.object());
    if (file == null || object == null || !(file.endsWith(".yaml") || file.endsWith(".yml"))) {
      return 0;
    }
    Patterns sought =
        new Patterns(
            group(object.group()),
            field("kind", object.kind()),
            field("name", object.name()),
            field("namespace", object.namespaceOrEmpty()));
    List<Document> documents = files.computeIfAbsent(file, ManifestLines::read);
    int best = 0;
    int most = 0;
    for (Document document : documents) {
      int like = document.likeness(sought);
      if (like > most) {
        most = like;
        best = document.line() + document.named(sought.name());
      }
    }
    return best;
  }

  /** One of another group than Kubernetes' own may have a name that one of its kinds has too. */
  private static Pattern group(String group) {
    String value = group.isEmpty() ? OWN_GROUPS : Pattern.quote(group + "/");
    return Pattern.compile("(^|[\\s{,\"])apiVersion\"?:\\s*[\"']?" + value);
  }

  private static Pattern field(String key, String value) {
    return Pattern.compile(
        "(^|[\\s{,\"])" + key + "\"?:\\s*[\"']?" + Pattern.quote(value) + "[\"']?\\s*([,}#]|$)");
  }

  private static List<Document> read(String file) {
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
        return List.of();
      }
      List<Document> documents = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      int start = 1;
      int number = 1;
      for (String line : Files.readAllLines(path)) {
        // What kubectl writes of many objects is one list.
        if (line.startsWith("---") || line.startsWith("- apiVersion:")) {
          documents.add(new Document(start, lines));
          lines = new ArrayList<>();
          start = number;
        }
        lines.add(line);
        number++;
      }
      documents.add(new Document(start, lines));
      return documents;
    } catch (MalformedInputException | InvalidPathException notText) {
      return List.of();
    } catch (IOException gone) {
      return List.of(); // the proof was made from what was there; only the line is lost
    }
  }
}
