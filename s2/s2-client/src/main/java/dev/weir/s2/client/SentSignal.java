package dev.weir.s2.client;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/// Over which connection one request went, and whether any of it may have left this machine. Rides
/// on the request as a tag.
final class SentSignal extends EventListener {
  private volatile boolean sent;
  private volatile @Nullable Connection connection;

  static SentSignal of(Call call) {
    var signal = call.request().tag(SentSignal.class);
    return signal == null ? new SentSignal() : signal;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    this.connection = connection;
  }

  /// Every header, and so every byte of a body, is written after this.
  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  boolean isSent() {
    return sent;
  }

  /// Whether the connection speaks HTTP/1.1, where a request's body ends before its answer begins.
  boolean isHttp1() {
    var acquired = connection;
    return acquired != null
        && acquired.protocol() != Protocol.HTTP_2
        && acquired.protocol() != Protocol.H2_PRIOR_KNOWLEDGE;
  }

  /// The connection, once there is one.
  @Nullable Connection connection() {
    return connection;
  }
}
