package dev.weir.s2.lite;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Stops what grows before the storage is full, so that what makes room still has some: trims,
/// deletions and the storage's own compaction.
///
/// The storage is asked ten times a second at most, and after every 8 MiB written.
final class StorageRoom {
  private static final long MIB = 1024 * 1024;
  private static final long ASK_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long ASK_AFTER_BYTES = 8 * MIB;

  private final Storage storage;
  private final Time time;
  private final long reserveBytes;
  private long writtenBytes; // of the commit thread
  private final AtomicLong askedNanos = new AtomicLong();
  private volatile long usableBytes;

  /// @param diskReserveBytes see [S2LiteOptions#diskReserveBytes()]
  StorageRoom(Storage storage, Time time, long diskReserveBytes) {
    this.storage = storage;
    this.time = time;
    this.reserveBytes = storage.reserveBytes(diskReserveBytes);
    ask();
  }

  /// The commit thread wrote so much.
  void wrote(long bytes) {
    writtenBytes += bytes;
    if (writtenBytes >= ASK_AFTER_BYTES) {
      writtenBytes = 0;
      ask();
    }
  }

  /// @param what was asked for, for the message, such as "the append to x"
  /// @throws RequestRejectedException if there is no room to grow
  void require(Object what) {
    Optional<String> shortage = shortage();
    if (shortage.isPresent()) {
      throw new RequestRejectedException(
          ErrorCode.STORAGE, what + " was refused and nothing written: " + shortage.get());
    }
  }

  /// Why nothing may grow, if so.
  Optional<String> shortage() {
    long asked = askedNanos.get();
    long now = time.nanos();
    if (now - asked >= ASK_EVERY && askedNanos.compareAndSet(asked, now)) {
      ask(); // one of all that come at this moment
    }
    long usable = usableBytes;
    return usable >= reserveBytes
        ? Optional.empty()
        : Optional.of(
            storage.medium()
                + " has "
                + usable / MIB
                + " MiB left, and "
                + reserveBytes / MIB
                + " MiB are kept in reserve. Make room: trim or delete streams; then it goes on by"
                + " itself. Or enlarge "
                + storage.medium());
  }

  private void ask() {
    usableBytes = reserveBytes == 0 ? Long.MAX_VALUE : storage.usableBytes();
    askedNanos.set(time.nanos());
  }
}
