package dev.weir.livestore.proxy.interceptor;

/// An interceptor failed or took too long, so that it is unknown whether the push may be stored.
/// Nothing of it was.
public final class InterceptorFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InterceptorFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
