package dev.weir.livestore.proxy.http;

/// A request's body cannot be had.
public final class UnreadableBodyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean tooLarge;

  private UnreadableBodyException(boolean tooLarge, String message) {
    super(message);
    this.tooLarge = tooLarge;
  }

  /// The body has more bytes than `limit`.
  public static UnreadableBodyException tooLarge(int limit) {
    return new UnreadableBodyException(
        true, "the body is larger than " + limit + " bytes; nothing was stored");
  }

  /// The client broke off, or took too long.
  public static UnreadableBodyException brokenOff() {
    return new UnreadableBodyException(false, "the body did not come to its end");
  }

  /// It is not compressed in the way that it is said to be.
  static UnreadableBodyException damaged(String why) {
    return new UnreadableBodyException(
        false, "the body is no gzip: " + why + "; nothing was stored");
  }

  /// Whether it is its size.
  public boolean isTooLarge() {
    return tooLarge;
  }
}
