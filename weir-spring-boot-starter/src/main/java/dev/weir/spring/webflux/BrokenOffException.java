package dev.weir.spring.webflux;

/// An answer must not end as if it were complete.
final class BrokenOffException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenOffException() {
    super("the answer is broken off", null, false, false);
  }
}
