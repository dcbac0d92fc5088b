package dev.ringfence.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends in an error after so many bytes: a small file may unpack to any length. */
final class BoundedContent extends FilterInputStream {

  private long left;

  BoundedContent(InputStream content, long most) {
    super(content);
    left = most;
  }

  @Override
  public int read() throws IOException {
    return counted(super.read(), 1);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    return counted(count, count);
  }

  private int counted(int result, int bytes) throws IOException {
    if (result >= 0) {
      left -= bytes;
      if (left < 0) {
        throw new IOException("it unpacks to more than any certificate of its length does");
      }
    }
    return result;
  }
}
