package dev.ringfence.cli;

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
import java.util.regex.Pattern;

/**
 * Looks up the line of an object in a file of YAML, by its kind and name, so that code scanning can
 * show it. An answer without a line is right too: where a file is no longer there, is an archive or
 * is not YAML, there is none.
 */
final class ManifestLines implements PipelineAnswers.Lines {

  private static final long LARGEST = 4 << 20;

  private record Document(int line, List<String> lines) {}

  private final Map<String, List<Document>> files = new HashMap<>();

  @Override
  public int of(Evidence evidence) {
    String file = evidence.file();
    int space = evidence.object().indexOf(' ');
    if (file == null || space < 0 || !(file.endsWith(".yaml") || file.endsWith(".yml"))) {
      return 0;
    }
    String kind = evidence.object().substring(0, space);
    String name =
        evidence.object().substring(Math.max(space, evidence.object().indexOf('/', space)) + 1);
    Pattern kindLine = field("kind", kind);
    Pattern nameLine = field("name", name);
    for (Document document : files.computeIfAbsent(file, ManifestLines::read)) {
      int named = -1;
      boolean ofKind = false;
      for (int at = 0; at < document.lines().size(); at++) {
        String line = document.lines().get(at);
        ofKind |= kindLine.matcher(line).find();
        if (named < 0 && nameLine.matcher(line).find()) {
          named = at;
        }
      }
      if (ofKind && named >= 0) {
        return document.line() + named;
      }
    }
    return 0;
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
        if (line.startsWith("---")) {
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
