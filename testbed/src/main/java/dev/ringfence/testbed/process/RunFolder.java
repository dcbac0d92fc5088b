package dev.ringfence.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder of one run, readable to its user only (keys lie in it).
 *
 * <p>The run holds a lock on a file in it, which the kernel gives back however the run ends. A
 * folder whose lock is free therefore belongs to a run that was killed, and is removed by the next.
 */
public final class RunFolder implements AutoCloseable {
  private static final Object IN_THIS_MACHINE = new Object();
  private static final String LOCK = "lock";
  private static final Duration REMOVAL = Duration.ofSeconds(10);

  private final Path path;
  private final FileLock lock;

  private RunFolder(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Where the folders of all runs of this user are. */
  public static Path base() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "ringfence-testbed-" + System.getProperty("user.name"));
  }

  /** Removes the folders of dead runs and makes one for this. */
  public static RunFolder create() {
    Path base = base();
    try {
      if (!Files.isDirectory(base)) {
        createPrivately(base);
      }
      synchronized (IN_THIS_MACHINE) {
        // Between its making and its locking a folder looks dead: nobody else may look then.
        try (FileChannel gate = open(base.resolve("gate"));
            FileLock held = gate.lock()) {
          removeDeadRuns(base, held);
          Path path = base.resolve(ownPrefix() + Long.toString(System.nanoTime(), 36));
          createPrivately(path);
          return new RunFolder(path, open(path.resolve(LOCK)).lock());
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "no folder could be made in "
              + base
              + "; say -Djava.io.tmpdir=FOLDER for one that can be written to",
          failure);
    }
  }

  private static void createPrivately(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static String ownPrefix() {
    return "run-" + ProcessHandle.current().pid() + "-";
  }

  private static void removeDeadRuns(Path base, FileLock gate) throws IOException {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(base, "run-*")) {
      for (Path run : runs) {
        // Closing any channel to a file gives back this process's locks on it, so that the folders
        // of this process must not even be looked at.
        boolean own = run.getFileName().toString().startsWith(ownPrefix());
        if (!own && gate.isValid() && isDead(run)) {
          remove(run);
        }
      }
    }
  }

  private static boolean isDead(Path run) throws IOException {
    try (FileChannel channel = open(run.resolve(LOCK));
        @Nullable FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException alreadyGone) {
      return false;
    }
  }

  public Path path() {
    return path;
  }

  /** Removes the folder with all that is in it. */
  @Override
  public void close() {
    remove(path);
    try {
      lock.acquiredBy().close();
    } catch (IOException failure) {
      throw new UncheckedIOException("the lock in " + path + " could not be closed", failure);
    }
  }

  /** A program that is being killed may still write a file: tries again for a while. */
  private static void remove(Path folder) {
    Await.until("the folder " + folder + " to be removable", REMOVAL, () -> tryToRemove(folder));
  }

  private static Optional<String> tryToRemove(Path folder) {
    try {
      Files.walkFileTree(folder, new Removal());
      return Optional.empty();
    } catch (NoSuchFileException movedUnderway) {
      return Files.exists(folder) ? Optional.of(movedUnderway.toString()) : Optional.empty();
    } catch (IOException failure) {
      return Optional.of(failure.toString());
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
