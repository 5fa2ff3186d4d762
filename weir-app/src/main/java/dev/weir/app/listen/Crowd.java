package dev.weir.app.listen;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// Who was accepted and has not asked for anything yet, the oldest first. Used by the acceptor's
/// thread alone.
final class Crowd {
  /// For a first request to come in whole. A slow network needs a few round trips.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /// The same while others wait for a place.
  private static final Duration PATIENCE_WHEN_FULL = Duration.ofSeconds(2);

  private record Newcomer(Channel connection, long acceptedNanos) {}

  private final Deque<Newcomer> newcomers = new ArrayDeque<>();
  private final LongSupplier nanoTime;

  Crowd(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void add(Channel connection) {
    newcomers.addLast(new Newcomer(connection, nanoTime.getAsLong()));
  }

  /// Closes those that have been silent for too long.
  void disperse(boolean full) {
    long patience = (full ? PATIENCE_WHEN_FULL : PATIENCE).toNanos();
    long now = nanoTime.getAsLong();
    var eldest = newcomers.peekFirst();
    while (eldest != null && isOver(eldest, now - patience)) {
      newcomers.removeFirst();
      if (!Connections.isUsed(eldest.connection())) {
        var unused = eldest.connection().close();
      }
      eldest = newcomers.peekFirst();
    }
  }

  private static boolean isOver(Newcomer newcomer, long longAgo) {
    return newcomer.acceptedNanos() - longAgo <= 0
        || Connections.isUsed(newcomer.connection())
        || !newcomer.connection().isOpen();
  }
}
