package dev.weir.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The body behind a [HttpHead], taken part by part as its sender made them: chunk by chunk, or as
/// one part where its length was given.
final class HttpBody {
  static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

  private final InputStream in;
  private final boolean chunked;
  private boolean over;
  private final int length;

  private HttpBody(InputStream in, boolean chunked, int length) {
    this.in = in;
    this.chunked = chunked;
    this.length = length;
    this.over = !chunked && length == 0;
  }

  static HttpBody behind(HttpHead head, InputStream in) {
    var length = head.header("content-length").map(Integer::parseInt).orElse(0);
    return new HttpBody(in, head.isChunked(), length);
  }

  /// No body, whatever the head says: the answer to a `HEAD`.
  static HttpBody none(InputStream in) {
    return new HttpBody(in, false, 0);
  }

  /// The next part; empty once the body has come to its end.
  Optional<byte[]> next() throws IOException {
    if (over) {
      return Optional.empty();
    }
    if (!chunked) {
      over = true;
      return Optional.of(exactly(length));
    }
    var size = Integer.parseInt(HttpHead.line(in), 16);
    var part = exactly(size);
    HttpHead.line(in); // what ends a chunk, or the (unused) trailers
    over = size == 0;
    return over ? Optional.empty() : Optional.of(part);
  }

  byte[] all() throws IOException {
    var all = new ByteArrayOutputStream();
    for (var part = next(); part.isPresent(); part = next()) {
      all.writeBytes(part.get());
    }
    return all.toByteArray();
  }

  /// Whether more of it has come already, so that [#next()] need not wait.
  boolean hasMoreAtHand() throws IOException {
    return !over && in.available() > 0;
  }

  private byte[] exactly(int size) throws IOException {
    var bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the connection ended within a body");
    }
    return bytes;
  }

  static byte[] chunk(byte[] part) {
    var chunk = new ByteArrayOutputStream(part.length + 16);
    chunk.writeBytes((Integer.toHexString(part.length) + "\r\n").getBytes(ISO_8859_1));
    chunk.writeBytes(part);
    chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
    return chunk.toByteArray();
  }
}
