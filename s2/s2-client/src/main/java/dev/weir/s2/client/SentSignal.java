package dev.weir.s2.client;

import okhttp3.Call;
import okhttp3.EventListener;

/// Whether any of one request may have left this machine. Rides on the request as a tag.
final class SentSignal extends EventListener {
  private volatile boolean sent;

  /// Every header, and so every byte of a body, is written after this.
  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  boolean isSent() {
    return sent;
  }
}
