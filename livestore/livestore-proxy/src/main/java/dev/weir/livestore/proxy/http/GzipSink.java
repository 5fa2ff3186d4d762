package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.PullSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Compresses an answer. Whatever is sent can be read by the client as soon as it arrives, and does
/// not wait for more to compress.
final class GzipSink implements PullSink, AutoCloseable {
  private static final int BUFFER_BYTES = 8_192;

  private final PullSink sink;
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream(BUFFER_BYTES);
  private final FastGzip gzip;
  private boolean finished;

  GzipSink(PullSink sink) {
    this.sink = sink;
    this.gzip = FastGzip.to(compressed);
  }

  /// The higher levels take up to three times as long for a fifth less.
  private static final class FastGzip extends GZIPOutputStream {
    private FastGzip(ByteArrayOutputStream target) throws IOException {
      super(target, BUFFER_BYTES, true);
      def.setLevel(Deflater.BEST_SPEED);
    }

    static FastGzip to(ByteArrayOutputStream target) {
      try {
        return new FastGzip(target);
      } catch (IOException e) {
        throw new UncheckedIOException("memory failed to be written", e);
      }
    }
  }

  @Override
  public void send(byte[] bytes) throws InterruptedException {
    sink.send(compress(List.of(bytes)));
  }

  @Override
  public void send(List<byte[]> pieces) throws InterruptedException {
    sink.send(compress(pieces));
  }

  @Override
  public void sendLast(List<byte[]> page, byte[] end) throws InterruptedException {
    byte[] first = compress(page);
    sink.sendLast(List.of(first), finish(end));
  }

  /// Sends what ends the compressed answer, if that was not sent yet.
  void finish() throws InterruptedException {
    if (!finished) {
      sink.send(finish(new byte[0]));
    }
  }

  private byte[] compress(List<byte[]> pieces) {
    try {
      for (byte[] piece : pieces) {
        gzip.write(piece);
      }
      gzip.flush();
      return take();
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed to be written", e);
    }
  }

  private byte[] finish(byte[] last) {
    try {
      gzip.write(last);
      gzip.finish();
      finished = true;
      return take();
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed to be written", e);
    }
  }

  private byte[] take() {
    byte[] taken = compressed.toByteArray();
    compressed.reset();
    return taken;
  }

  /// Frees what is not on the heap.
  @Override
  public void close() {
    try {
      gzip.close();
    } catch (IOException e) {
      throw new UncheckedIOException("memory failed to be written", e);
    }
  }
}
