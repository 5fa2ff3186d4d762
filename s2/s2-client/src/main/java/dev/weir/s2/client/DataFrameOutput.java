package dev.weir.s2.client;

import java.io.IOException;
import java.io.OutputStream;

/// Sends an HTTP/2 data frame's head together with what comes next. OkHttp writes the head's 9
/// bytes by themselves, then the content in pieces: each a call of the operating system, and each a
/// packet, as our sockets do not wait.
///
/// Nothing else is kept, and a head only until the content that OkHttp writes at once, or a flush.
final class DataFrameOutput extends OutputStream {
  private static final int HEAD_BYTES = 9;
  private static final int TYPE = 3;
  private static final int DATA = 0;

  /// The largest frame that OkHttp writes.
  private static final int MAX_CONTENT_BYTES = 16 * 1024;

  private final OutputStream out;
  private final byte[] kept = new byte[HEAD_BYTES + MAX_CONTENT_BYTES];
  private int size;

  DataFrameOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (size == 0 && isDataHead(bytes, offset, length)) {
      System.arraycopy(bytes, offset, kept, 0, length);
      size = length;
    } else if (size > 0 && length <= kept.length - size) {
      System.arraycopy(bytes, offset, kept, size, length);
      size += length;
      send();
    } else {
      send();
      out.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    send();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void send() throws IOException {
    int length = size;
    size = 0;
    if (length > 0) {
      out.write(kept, 0, length);
    }
  }

  /// What TLS writes is none: its first bytes would be too large a length.
  private static boolean isDataHead(byte[] bytes, int offset, int length) {
    if (length != HEAD_BYTES || bytes[offset + TYPE] != DATA) {
      return false;
    }
    int high = (bytes[offset] & 0xff) << 16;
    int middle = (bytes[offset + 1] & 0xff) << 8;
    int content = high | middle | (bytes[offset + 2] & 0xff);
    return content > 0 && content <= MAX_CONTENT_BYTES;
  }
}
