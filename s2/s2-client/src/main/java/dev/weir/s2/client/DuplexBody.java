package dev.weir.s2.client;

import dev.weir.s2.TransportException;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// The body of a request that goes on being written while its answer is read. HTTP/2 alone can.
///
/// It must be closed, however the request ends: OkHttp keeps the connection in use until then.
final class DuplexBody extends RequestBody {
  private volatile @Nullable BufferedSink sink;
  private volatile boolean closed;

  @Override
  public MediaType contentType() {
    return Requests.SESSION;
  }

  @Override
  public boolean isDuplex() {
    return true;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  /// Keeps the sink, which stays open until it is closed.
  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    this.sink = sink;
    if (closed) {
      sink.close(); // by whoever closed, had they seen it
    }
  }

  /// Ends the body. By the thread that writes.
  void close() throws IOException {
    closed = true;
    var written = sink;
    if (written != null) {
      written.close();
    }
  }

  /// Where to write, once the request has been sent.
  BufferedSink sink() {
    var written = sink;
    if (written == null) {
      throw new TransportException("the answer came before its request", true, null);
    }
    return written;
  }
}
