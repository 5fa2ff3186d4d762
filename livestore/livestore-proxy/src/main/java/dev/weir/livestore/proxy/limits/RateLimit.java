package dev.weir.livestore.proxy.limits;

/// How much may come over time.
///
/// Throws [IllegalArgumentException] if a number is not positive
///
/// @param perSecond in the long run
/// @param burst how much may come at once after a time of rest. One push more may always follow
///   while anything of it is left, so that a push is never too large for its rate
public record RateLimit(long perSecond, long burst) {
  /// A bucket counts nanoseconds: more could not be told apart.
  private static final long MOST = 1_000_000_000L;

  public RateLimit {
    if (perSecond <= 0 || burst <= 0 || perSecond > MOST || burst > MOST) {
      throw new IllegalArgumentException(
          "a rate is 1 to " + MOST + " a second, not " + perSecond + " with a burst of " + burst);
    }
  }

  /// That many a second, ten times that at once.
  public static RateLimit perSecond(long perSecond) {
    return new RateLimit(perSecond, Math.min(MOST, 10 * Math.min(perSecond, MOST)));
  }
}
