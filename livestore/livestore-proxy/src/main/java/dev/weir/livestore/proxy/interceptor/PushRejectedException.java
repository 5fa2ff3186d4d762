package dev.weir.livestore.proxy.interceptor;

/// An interceptor rejected a push. Nothing of it was stored.
public final class PushRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PushRejectedException(String reason) {
    super(reason);
  }
}
