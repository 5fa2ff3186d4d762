package dev.weir.s2.client;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;

/// Whether any of one request may have left this machine, and in which protocol. Rides on the
/// request as a tag.
final class SentSignal extends EventListener {
  private volatile boolean sent;
  private volatile boolean http1;

  static SentSignal of(Call call) {
    var signal = call.request().tag(SentSignal.class);
    return signal == null ? new SentSignal() : signal;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    var protocol = connection.protocol();
    http1 = protocol != Protocol.HTTP_2 && protocol != Protocol.H2_PRIOR_KNOWLEDGE;
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
    return http1;
  }
}
