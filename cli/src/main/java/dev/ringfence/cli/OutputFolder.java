package dev.ringfence.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds what Ringfence wrote and nothing else. Its index names the files, so that a
 * later run deletes its own and touches nobody else's; it is written first, with the files of both
 * runs, and last, so that a run that was broken off leaves nothing unnamed. Each file is either as
 * before or complete. Of two runs at once the later waits for the earlier.
 */
final class OutputFolder {

  private static final String INDEX = ".ringfence-rendered";
  private static final String LOCK = INDEX + ".lock";

  /** What a run did. */
  record Changes(int written, int deleted) {}

  private OutputFolder() {}

  static Changes write(Path folder, Map<String, String> files) {
    try {
      Files.createDirectories(folder);
      try (FolderLock _ = FolderLock.of(folder.resolve(LOCK))) {
        return writeAll(folder, files);
      }
    } catch (IOException problem) {
      throw new UsageException(
          folder + " cannot be written whole: " + WholeFile.reason(problem) + ".");
    }
  }

  private static Changes writeAll(Path folder, Map<String, String> files) throws IOException {
    Path index = folder.resolve(INDEX);
    List<String> before = List.of();
    if (Files.exists(index)) {
      before = Files.readAllLines(index);
    } else if (!isEmpty(folder)) {
      throw new UsageException(
          folder + " is not empty, and not a folder that render wrote; name another by --out.");
    }
    List<String> both = new ArrayList<>(before);
    files.keySet().stream().filter(path -> !both.contains(path)).forEach(both::add);
    replace(index, String.join("\n", both) + "\n");
    int written = 0;
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.createDirectories(requireNonNull(path.getParent()));
        replace(path, file.getValue());
        written++;
      }
    }
    int deleted = 0;
    for (String path : before) {
      Path old = folder.resolve(path).normalize();
      if (!files.containsKey(path) && old.startsWith(folder.normalize()) && Files.exists(old)) {
        Files.delete(old);
        deleted++;
        deleteEmpty(old.getParent(), folder);
      }
    }
    deleteParts(folder, both);
    replace(index, String.join("\n", files.keySet()) + "\n");
    return new Changes(written, deleted);
  }

  private static void deleteEmpty(@Nullable Path from, Path root) throws IOException {
    Path folder = from;
    while (folder != null && !folder.equals(root) && folder.startsWith(root) && isEmpty(folder)) {
      Files.delete(folder);
      folder = folder.getParent();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(entry -> entry.endsWith(LOCK));
    }
  }

  private static void replace(Path path, String text) throws IOException {
    Path half = part(path);
    try {
      Files.writeString(half, text, StandardCharsets.UTF_8);
      Files.move(half, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** What a run that was killed left of a file; nobody else writes here now. */
  private static void deleteParts(Path folder, List<String> files) throws IOException {
    Files.deleteIfExists(part(folder.resolve(INDEX)));
    for (String file : files) {
      Path path = folder.resolve(file).normalize();
      if (path.startsWith(folder.normalize())) {
        Files.deleteIfExists(part(path));
      }
    }
  }

  private static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }
}
