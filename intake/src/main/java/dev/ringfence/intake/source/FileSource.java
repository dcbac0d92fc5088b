package dev.ringfence.intake.source;

import dev.ringfence.intake.Finding;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.document.ObjectHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Files, folders and standard input. */
public final class FileSource {

  private final Consumer<Finding> findings;
  private final Consumer<String> progress;
  private final StreamSource streams;

  /**
   * @param findings told what is passed over
   */
  public FileSource(ObjectHandler handler, Consumer<Finding> findings, Consumer<String> progress) {
    this.findings = findings;
    this.progress = progress;
    this.streams = new StreamSource(handler);
  }

  /**
   * Tells a slip of the pen before anything is read.
   *
   * @throws InputException where there is neither a file nor a folder
   */
  public static void checkThere(Path path) {
    if (!Files.exists(path)) {
      throw new InputException(
          new Place(path.toString(), -1, ""), "does not exist", "Check the path");
    }
  }

  /** Reads a file, or all files below a folder in the order of their names. */
  public void read(Path path) {
    checkThere(path);
    if (!Files.isDirectory(path)) {
      readFile(path);
      return;
    }
    List<Path> files = filesBelow(path);
    int read = 0;
    for (Path file : files) {
      if (Format.byName(file.getFileName().toString()) == null) {
        skipped(file);
      } else {
        readFile(file);
        read++;
      }
    }
    if (read == 0) {
      throw new InputException(
          new Place(path.toString(), -1, ""),
          "holds no file of manifests",
          "Give a folder with .yaml, .yml or .json files or with archives of them");
    }
  }

  private void skipped(Path file) {
    findings.accept(
        new Finding(
            Finding.Kind.SKIPPED_FILE,
            new Place(file.toString(), -1, ""),
            "is neither YAML nor JSON nor an archive by its name; skipped"));
  }

  /** Hidden files and folders are left out: editors and version control keep their own there. */
  private static List<Path> filesBelow(Path folder) {
    List<Path> files = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return !directory.equals(folder) && isHidden(directory)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // A link in a circle, or to nowhere: what it leads to is read where it stands.
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.isSymbolicLink(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (failure instanceof java.nio.file.FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw unreadable(file, failure);
          }
        };
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException failure) {
      throw unreadable(folder, failure);
    }
    files.sort(null);
    return files;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private void readFile(Path file) {
    progress.accept("reading " + file);
    Path name = file.getFileName();
    try {
      streams.read(
          new Reopenable(
              file.toString(),
              Format.byName(name == null ? "" : name.toString()),
              () -> Files.newInputStream(file)));
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  private static InputException unreadable(Path file, IOException failure) {
    return new InputException(
        new Place(file.toString(), -1, ""),
        "cannot be read: " + failure,
        "Check that the file is whole and that you may read it",
        failure);
  }

  /** Reads manifests from memory. */
  public void readText(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try {
      streams.read(new Reopenable(name, null, () -> new ByteArrayInputStream(bytes)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Reads standard input, which cannot be read twice. */
  public void readStandardInput() {
    progress.accept("reading standard input");
    InputStream input = System.in;
    try {
      streams.read(new Reopenable("standard input", null, new Once(input)));
    } catch (IOException failure) {
      throw new InputException(
          new Place("standard input", -1, ""),
          "cannot be read: " + failure,
          "Check that it is whole, or save it to a file",
          failure);
    }
  }
}
