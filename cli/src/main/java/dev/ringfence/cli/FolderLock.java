package dev.ringfence.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock that one run at a time holds. The operating system gives it back when a run is killed; a
 * file that such a run leaves locks nobody out.
 */
final class FolderLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Waits until nobody else holds it. */
  static FolderLock of(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        // Whoever held it has deleted the file: what was waited for may be the deleted one, while
        // somebody else holds a new one.
        if (isStill(file, channel)) {
          return new FolderLock(file, channel);
        }
      } catch (IOException | RuntimeException problem) {
        channel.close();
        throw problem;
      }
      channel.close();
    }
  }

  /**
   * Whether the path still names the file that is open: it is as long as this process' number says.
   * Its length is asked for and not its content, because a lock of POSIX is given back as soon as
   * the process closes any descriptor of the file.
   */
  private static boolean isStill(Path file, FileChannel channel) throws IOException {
    long mark = ProcessHandle.current().pid();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(new byte[1]), mark);
    try {
      return Files.size(file) == mark + 1;
    } catch (NoSuchFileException deleted) {
      return false;
    }
  }

  /** Deletes the file while it is still held, so that none is left. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
