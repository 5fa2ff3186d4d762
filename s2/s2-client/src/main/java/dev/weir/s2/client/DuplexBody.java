package dev.weir.s2.client;

import dev.weir.s2.TransportException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// The body of a request that goes on being written while its answer is read. HTTP/2 alone can.
final class DuplexBody extends RequestBody {
  private volatile @Nullable BufferedSink sink;

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
  public void writeTo(BufferedSink sink) {
    this.sink = sink;
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
