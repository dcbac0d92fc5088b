package dev.ringfence.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file that is either as before or complete: beside it first, then in its place. A run
 * that is killed leaves at most a file whose name ends in {@code .part}.
 */
final class WholeFile {

  private WholeFile() {}

  static void write(Path file, byte[] content) {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
        // A device or a pipe cannot be replaced: it takes what it is given.
        Files.write(file, content, StandardOpenOption.WRITE);
        return;
      }
      String own = file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
      Path part = file.resolveSibling(own); // two runs at once must not share it
      try {
        Files.write(part, content);
        move(part, file);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException problem) {
      throw new UsageException(file + " cannot be written: " + reason(problem) + ".");
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  static String reason(IOException problem) {
    return switch (problem) {
      case NoSuchFileException missing -> "there is no such file or folder";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(problem.getMessage());
    };
  }
}
