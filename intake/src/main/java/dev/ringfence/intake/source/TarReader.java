package dev.ringfence.intake.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Regular files of a tar archive, in POSIX ustar with GNU's long names and pax paths. Written by
 * hand since nothing else of an archive is wanted, neither modes nor links nor writing.
 */
final class TarReader {

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 1 << 16;

  /** Takes one file; what it leaves unread is skipped. */
  interface EntryHandler {
    void entry(String name, InputStream content) throws IOException;
  }

  private final InputStream stream;

  TarReader(InputStream stream) {
    this.stream = stream;
  }

  void forEach(EntryHandler handler) throws IOException {
    byte[] header = new byte[BLOCK];
    String longName = null;
    while (true) {
      int read = stream.readNBytes(header, 0, BLOCK);
      if (read < BLOCK) {
        throw new EOFException("the tar archive ends too early");
      }
      if (isZero(header)) {
        return;
      }
      checkSum(header);
      long size = number(header, 124, 12);
      Content content = new Content(size);
      switch (header[156]) {
        case '0', 0, '7' -> {
          handler.entry(longName == null ? name(header) : longName, content);
          longName = null;
        }
        case 'L' -> longName = text(content, size);
        case 'x' -> longName = paxPath(text(content, size), longName);
        default -> longName = null;
      }
      content.finish();
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException("a header of the tar archive is damaged");
    }
  }

  /** Octal digits, or where the first bit is set a binary number. */
  private static long number(byte[] header, int offset, int length) throws IOException {
    long value = 0;
    if ((header[offset] & 0x80) != 0) {
      for (int i = offset + length - 8; i < offset + length; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
    } else {
      for (int i = offset; i < offset + length; i++) {
        if (header[i] >= '0' && header[i] <= '7') {
          value = value * 8 + (header[i] - '0');
        } else if (header[i] != ' ' && header[i] != 0) {
          throw new IOException("a header of the tar archive is damaged");
        }
      }
    }
    if (value < 0) {
      throw new IOException("a header of the tar archive is damaged");
    }
    return value;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean posix = text(header, 257, 5).equals("ustar");
    String prefix = posix && header[263] == '0' ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static String text(InputStream content, long size) throws IOException {
    if (size > LONGEST_NAME) {
      throw new IOException("a header of the tar archive is damaged");
    }
    byte[] bytes = content.readAllBytes();
    return text(bytes, 0, bytes.length);
  }

  /** Records are {@code length key=value} and a line end. */
  private static @org.jspecify.annotations.Nullable String paxPath(
      String records, @org.jspecify.annotations.Nullable String otherwise) {
    for (String record : records.split("\n", -1)) {
      int space = record.indexOf(' ');
      if (space > 0 && record.startsWith("path=", space + 1)) {
        return record.substring(space + 1 + "path=".length());
      }
    }
    return otherwise;
  }

  /** The bytes of one file. */
  private final class Content extends InputStream {
    private final long size;
    private long left;

    Content(long size) {
      this.size = size;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int start, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = stream.read(buffer, start, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the tar archive ends in the middle of a file");
      }
      left -= read;
      return read;
    }

    /** Goes to the next header. */
    void finish() throws IOException {
      stream.skipNBytes(left + (BLOCK - size % BLOCK) % BLOCK);
      left = 0;
    }
  }
}
