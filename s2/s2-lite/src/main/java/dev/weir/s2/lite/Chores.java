package dev.weir.s2.lite;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Does what is due. One that fails stays for the next time, and does not keep the others waiting.
final class Chores {
  private static final Logger LOG = System.getLogger(Chores.class.getName());
  private static final int PAGE = 256;

  private final Reads reads;
  private final Committer committer;
  private final ActiveStreams active;
  private final ExpiredRows expiredRows;
  private final EmptyStreams emptyStreams;
  private final Time time;

  Chores(Reads reads, Committer committer, Catalog catalog, ActiveStreams active, Time time) {
    this.reads = reads;
    this.committer = committer;
    this.active = active;
    this.time = time;
    expiredRows = new ExpiredRows(reads, committer);
    emptyStreams = new EmptyStreams(reads, committer, catalog, time);
  }

  /// Does all that is due now.
  void run(BooleanSupplier stopped) {
    for (Due.Kind kind : Due.Kind.values()) {
      run(kind, stopped);
    }
  }

  private void run(Due.Kind kind, BooleanSupplier stopped) {
    Optional<Due> last = Optional.empty();
    List<Due> page;
    do {
      Optional<Due> after = last;
      page =
          reads.call(
              "what is due", storage -> Due.find(storage, kind, after, time.epochMillis(), PAGE));
      for (Due due : page) {
        if (stopped.getAsBoolean()) {
          return;
        }
        attempt(due, stopped);
        last = Optional.of(due);
      }
    } while (page.size() == PAGE);
  }

  private void attempt(Due due, BooleanSupplier stopped) {
    try {
      run(due);
    } catch (S2Exception | IllegalStateException e) {
      boolean isGone =
          e instanceof RequestRejectedException r && r.code() == ErrorCode.STREAM_NOT_FOUND;
      if (!isGone && !stopped.getAsBoolean()) {
        LOG.log(Level.WARNING, () -> due.kind() + " of " + due.stream() + " has to wait", e);
      }
    }
  }

  private void run(Due due) {
    Optional<ActiveStreams.Lease> lease = active.acquire(due.stream());
    if (lease.isEmpty()) {
      drop(due);
      return;
    }
    ActiveStreams.Lease held = lease.get();
    if (held.stream().id() != due.streamId()) {
      held.close();
      drop(due);
      return;
    }
    switch (due.kind()) {
      case EXPIRY -> {
        try (held) {
          expiredRows.remove(held.stream(), due);
        }
      }
      case EMPTINESS -> emptyStreams.check(held, due);
    }
  }

  private void drop(Due due) {
    committer.change(
        "the look at " + due.stream(),
        staging -> {
          staging.mutations().delete(due.key());
          return true;
        });
  }
}
