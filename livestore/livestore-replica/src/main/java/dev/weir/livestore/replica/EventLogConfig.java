package dev.weir.livestore.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a replica keeps its log. Start from [#onDisk] or [#inMemory] and change what differs.
///
/// Throws [IllegalArgumentException] if a value is out of range
///
/// @param storeId whose log it is: the one that the backend was made for
/// @param file an SQLite file, created if it is missing; beside it stand its `-wal`, `-shm` and
///   `.lock`. Empty: in memory
/// @param maxPending own events that may wait for their confirmation; 100,000 by default. They are
///   held in memory, and renumbered whenever another client's events come first
/// @param commitTimeout how long a commit waits beyond that, before it fails; 10 s by default
/// @param maxEventBytes of one event's JSON in UTF-8; by default what fits an S2 record
/// @param maxPushEvents of one push; 500 by default
/// @param firstRetry the pause after a first failure; it doubles up to `maxRetry`. 0.5 s by default
/// @param maxRetry 30 s by default
public record EventLogConfig(
    String storeId,
    Optional<Path> file,
    int maxPending,
    Duration commitTimeout,
    int maxEventBytes,
    int maxPushEvents,
    Duration firstRetry,
    Duration maxRetry,
    EventLogListener listener) {
  /// An S2 record of 1 MiB, less what S2 and a proxy add to an event.
  private static final int MAX_EVENT_BYTES = (1 << 20) - 256;

  public EventLogConfig {
    if (storeId.isEmpty() || maxPending < 1 || maxEventBytes < 1 || maxPushEvents < 1) {
      throw new IllegalArgumentException("a store's id and limits of at least 1 are needed");
    }
    if (firstRetry.isNegative() || firstRetry.isZero() || maxRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("retries must pause, and not for less each time");
    }
  }

  /// A replica in `file`, which survives the process.
  public static EventLogConfig onDisk(String storeId, Path file) {
    return of(storeId, Optional.of(file));
  }

  /// A replica that begins anew each time, with a pull of everything. What is pending when it is
  /// closed is lost: wait for it with [EventLog#awaitConfirmed].
  public static EventLogConfig inMemory(String storeId) {
    return of(storeId, Optional.empty());
  }

  private static EventLogConfig of(String storeId, Optional<Path> file) {
    return new EventLogConfig(
        storeId,
        file,
        100_000,
        Duration.ofSeconds(10),
        MAX_EVENT_BYTES,
        500,
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        EventLogListener.NONE);
  }

  /// The same with another bound of pending events, and another patience at it; zero fails at once.
  public EventLogConfig withMaxPending(int events, Duration timeout) {
    return new EventLogConfig(
        storeId,
        file,
        events,
        timeout,
        maxEventBytes,
        maxPushEvents,
        firstRetry,
        maxRetry,
        listener);
  }

  /// The same with another limit of events.
  public EventLogConfig withMaxEventBytes(int bytes) {
    return new EventLogConfig(
        storeId,
        file,
        maxPending,
        commitTimeout,
        bytes,
        maxPushEvents,
        firstRetry,
        maxRetry,
        listener);
  }

  /// The same with other pushes.
  public EventLogConfig withMaxPushEvents(int events) {
    return new EventLogConfig(
        storeId,
        file,
        maxPending,
        commitTimeout,
        maxEventBytes,
        events,
        firstRetry,
        maxRetry,
        listener);
  }

  /// The same with other pauses after failures.
  public EventLogConfig withRetry(Duration first, Duration max) {
    return new EventLogConfig(
        storeId,
        file,
        maxPending,
        commitTimeout,
        maxEventBytes,
        maxPushEvents,
        first,
        max,
        listener);
  }

  /// The same with somebody to tell.
  public EventLogConfig withListener(EventLogListener changed) {
    return new EventLogConfig(
        storeId,
        file,
        maxPending,
        commitTimeout,
        maxEventBytes,
        maxPushEvents,
        firstRetry,
        maxRetry,
        changed);
  }
}
