package dev.weir.livestore.proxy.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The memory for the bodies of pushes, shared by all. Where S2 is slow or does not answer, each
/// push is held for seconds, and clients that have much to push would fill the heap together. So a
/// body is received once there is room for it, and decided on once there is room for that; whoever
/// waits, waits in turn, and not for ever.
final class PushRoom {
  /// Most pushes are far smaller, and must not wait for those that take long to come in.
  private static final int SMALL_BYTES = 64 << 10;

  /// What a push takes besides its body.
  private static final int LEAST_BYTES = 4 << 10;

  private static final int TOTAL_RECEIVED_SMALL = 32 << 20;
  private static final int TOTAL_RECEIVED_LARGE = 64 << 20;

  /// Decoded and encoded again, a body takes about four times as much of the heap.
  private static final int TOTAL_DECIDED = 48 << 20;

  private final Duration patience;
  private final Room receivedSmall;
  private final Room receivedLarge;
  private final Room decided;

  /// @param patience for which a push waits at most, once before it is received and once after
  PushRoom(Duration patience) {
    this(TOTAL_RECEIVED_SMALL, TOTAL_RECEIVED_LARGE, TOTAL_DECIDED, patience);
  }

  PushRoom(int receivedSmall, int receivedLarge, int decided, Duration patience) {
    this.receivedSmall = new Room(receivedSmall);
    this.receivedLarge = new Room(receivedLarge);
    this.decided = new Room(decided);
    this.patience = patience;
  }

  private record Room(int totalBytes, Semaphore bytes) {
    Room(int totalBytes) {
      this(totalBytes, new Semaphore(totalBytes, true));
    }

    /// A larger one than there is room for in all goes alone.
    int charged(int size) {
      return Math.min(Math.max(LEAST_BYTES, size), totalBytes);
    }
  }

  /// Waits until the body of a request may be received.
  ///
  /// @param limit bytes that a body has at most
  /// @throws TooManyPushesException if there is no room in time
  Place receive(ProxyExchange exchange, int limit) throws InterruptedException {
    int size = mostBytes(exchange, limit);
    return new Place(size <= SMALL_BYTES ? receivedSmall : receivedLarge, size);
  }

  /// One that is not compressed says how long it is.
  private static int mostBytes(ProxyExchange exchange, int limit) {
    List<String> length = exchange.headers("content-length");
    boolean isTold =
        exchange.headers("content-encoding").isEmpty()
            && length.size() == 1
            && length.getFirst().matches("\\d{1,9}");
    return isTold ? Math.min(limit, Integer.parseInt(length.getFirst())) : limit;
  }

  /// Pushes that wait.
  int waiting() {
    return receivedSmall.bytes().getQueueLength()
        + receivedLarge.bytes().getQueueLength()
        + decided.bytes().getQueueLength();
  }

  /// The room that one push has. Used by one thread.
  final class Place implements AutoCloseable {
    private Room room;
    private int size;
    private int taken;

    private Place(Room room, int size) throws InterruptedException {
      this.room = room;
      this.size = size;
      enter();
    }

    /// The body is there: waits until it may be decided on.
    ///
    /// @throws TooManyPushesException if there is no room in time
    void received(int bytes) throws InterruptedException {
      Room before = room;
      int takenBefore = taken;
      room = decided;
      size = bytes;
      taken = 0;
      try {
        enter();
      } finally {
        before.bytes().release(takenBefore);
      }
    }

    /// Takes the room again after [#leave()].
    ///
    /// @throws TooManyPushesException if there is none in time
    void enter() throws InterruptedException {
      int wanted = room.charged(size);
      if (!room.bytes().tryAcquire(wanted, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TooManyPushesException();
      }
      taken = wanted;
    }

    /// Leaves the room to others, as while the push waits for something else.
    void leave() {
      room.bytes().release(taken);
      taken = 0;
    }

    /// Hands the room on to `work`, which has it until it ends, whoever waits for it meanwhile.
    <T> Callable<T> handedTo(Callable<T> work) {
      Semaphore bytes = room.bytes();
      int handed = taken;
      taken = 0;
      return () -> {
        try {
          return work.call();
        } finally {
          bytes.release(handed);
        }
      };
    }

    @Override
    public void close() {
      leave();
    }
  }

  /// There was no room for one more push.
  static final class TooManyPushesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyPushesException() {
      super("too many pushes are under way; nothing was stored. Push the same again later");
    }
  }
}
