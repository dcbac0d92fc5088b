package dev.ringfence.intake.source;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Archives: gzip, zip and tar, one in another at most twice. The entries' names are shown to the
 * user and never used as paths.
 */
final class Archive {

  /** What one archive may unfold to. */
  private static final long MOST_BYTES = 16L << 30;

  /** How much larger than its archive the content may be; real dumps stay below 40. */
  private static final long MOST_RATIO = 200;

  /** Below this the ratio says nothing. */
  private static final long RATIO_MATTERS_FROM = 64L << 20;

  private static final int MOST_ENTRIES = 1_000_000;
  private static final int DEEPEST = 3;

  private final StreamSource streams;
  private final Reopenable source;
  private final Format format;
  private int entries;

  Archive(StreamSource streams, Reopenable source, Format format) {
    this.streams = streams;
    this.source = source;
    this.format = format;
  }

  void read(BufferedInputStream stream) throws IOException {
    if (source.name().chars().filter(c -> c == '!').count() >= DEEPEST) {
      throw refused("is an archive in an archive in an archive");
    }
    Counting packed = new Counting(stream, Long.MAX_VALUE);
    switch (format) {
      case GZIP -> {
        String inner = source.name().replaceFirst("\\.tgz$", ".tar").replaceFirst("\\.gz$", "");
        entry(inner, new Unfolding(new GZIPInputStream(packed, 1 << 16), packed));
      }
      case ZIP -> zip(packed);
      case TAR -> new TarReader(packed).forEach(this::tarEntry);
      case JSON, YAML -> throw new IllegalStateException("no archive: " + format);
    }
  }

  private void tarEntry(String name, InputStream content) throws IOException {
    entry(source.name() + "!" + name, content);
  }

  private void zip(Counting packed) throws IOException {
    ZipInputStream zip = new ZipInputStream(packed);
    Unfolding unfolding = new Unfolding(zip, packed);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        entry(source.name() + "!" + entry.getName(), unfolding);
      }
    }
  }

  private void entry(String name, InputStream content) throws IOException {
    if (++entries > MOST_ENTRIES) {
      throw refused("holds more than " + MOST_ENTRIES + " files");
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    boolean gunzipped = format == Format.GZIP;
    Format inner = Format.byName(last);
    if (isHidden(name) || (inner == null && !gunzipped)) {
      return;
    }
    streams.read(new Reopenable(name, inner, new Once(new Unclosed(content))));
  }

  private static boolean isHidden(String name) {
    for (String part : name.split("[/!]", -1)) {
      if (part.startsWith(".") && !part.equals(".") && !part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private InputException refused(String problem) {
    return new InputException(
        new Place(source.name(), -1, ""), problem, "Unpack it and give the folder");
  }

  /** Leaves the archive open when an entry's reader closes it. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream stream) {
      super(stream);
    }

    @Override
    public void close() {}
  }

  /** Counts bytes. */
  private static class Counting extends FilterInputStream {
    long count;
    private final long most;

    Counting(InputStream stream, long most) {
      super(stream);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        counted(1);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int start, int length) throws IOException {
      int read = super.read(buffer, start, length);
      if (read > 0) {
        counted(read);
      }
      return read;
    }

    void counted(int bytes) {
      count += bytes;
      if (count > most) {
        throw new IllegalStateException("beyond " + most);
      }
    }
  }

  /** Refuses to unfold much more than was packed. */
  private final class Unfolding extends Counting {
    private final Counting packed;

    Unfolding(InputStream stream, Counting packed) {
      super(stream, Long.MAX_VALUE);
      this.packed = packed;
    }

    @Override
    void counted(int bytes) {
      count += bytes;
      boolean bomb = count > RATIO_MATTERS_FROM && count > MOST_RATIO * Math.max(1, packed.count);
      if (bomb || count > MOST_BYTES) {
        throw refused(
            "unfolds to "
                + (count >> 20)
                + " MiB or more from "
                + (packed.count >> 10)
                + " KiB, as an archive made to exhaust its reader would");
      }
    }
  }
}
