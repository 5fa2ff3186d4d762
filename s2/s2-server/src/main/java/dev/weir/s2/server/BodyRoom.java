package dev.weir.s2.server;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.util.concurrent.Semaphore;

/// The memory for the bodies of calls, shared by all. While the store is slow each call keeps its
/// body, and clients that have much to append would fill the heap together.
///
/// What finds no room is refused, and does not wait for it: a body that is not taken from its
/// connection fills the connection's window of HTTP/2, and so would keep out the rest of those
/// bodies that have their room, which nobody could give back before they are whole.
final class BodyRoom {
  /// So much of each body has a room of its own: most bodies are smaller, and large ones must not
  /// keep them out.
  private static final int SMALL_BYTES = 64 << 10;

  /// What a call with a body takes besides that.
  private static final int LEAST_BYTES = 2 << 10;

  private static final int TOTAL_SMALL = 32 << 20;
  private static final int TOTAL_LARGE = 64 << 20;

  private final int total;
  private final Semaphore small;
  private final Semaphore large;

  BodyRoom() {
    this(TOTAL_SMALL, TOTAL_LARGE);
  }

  BodyRoom(int totalSmall, int totalLarge) {
    total = totalSmall + totalLarge;
    small = new Semaphore(totalSmall);
    large = new Semaphore(totalLarge);
  }

  static RequestRejectedException noRoom() {
    return new RequestRejectedException(
        ErrorCode.RATE_LIMITED,
        "too many requests with a body are under way; nothing was done. Send the same again later");
  }

  /// Bytes that bodies have taken.
  int taken() {
    return total - small.availablePermits() - large.availablePermits();
  }

  /// The room of one body, none at first. Used by one thread at a time.
  final class Place implements AutoCloseable {
    private int size;
    private int smallTaken;
    private int largeTaken;

    /// Takes room for so many bytes more; false, and no more is taken, if there is none.
    boolean grow(int bytes) {
      if (bytes == 0) {
        return true;
      }
      int grown = size + bytes;
      int moreSmall = Math.clamp(grown, LEAST_BYTES, SMALL_BYTES) - smallTaken;
      int moreLarge = Math.max(0, grown - SMALL_BYTES) - largeTaken;
      if (!small.tryAcquire(moreSmall)) {
        return false;
      }
      if (!large.tryAcquire(moreLarge)) {
        small.release(moreSmall);
        return false;
      }
      size = grown;
      smallTaken += moreSmall;
      largeTaken += moreLarge;
      return true;
    }

    /// Gives the room back.
    @Override
    public void close() {
      small.release(smallTaken);
      large.release(largeTaken);
      size = 0;
      smallTaken = 0;
      largeTaken = 0;
    }
  }
}
