package dev.weir.s2.lite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps what a user's listener throws away from the threads that it is called on.
final class GuardedListener implements S2LiteListener {
  private static final Logger LOG = System.getLogger(GuardedListener.class.getName());

  private final S2LiteListener listener;
  private final AtomicBoolean warned = new AtomicBoolean();

  GuardedListener(S2LiteListener listener) {
    this.listener = listener;
  }

  @Override
  public void appendPermitted(long waitedNanos) {
    guard(() -> listener.appendPermitted(waitedNanos));
  }

  @Override
  public void appendAcknowledged(int records, long meteredBytes, long nanos) {
    guard(() -> listener.appendAcknowledged(records, meteredBytes, nanos));
  }

  @Override
  public void groupCommitted(int size, long bytes, long nanos) {
    guard(() -> listener.groupCommitted(size, bytes, nanos));
  }

  @Override
  public void commitFailed() {
    guard(listener::commitFailed);
  }

  @Override
  public void recovered(long nanos) {
    guard(() -> listener.recovered(nanos));
  }

  @Override
  public void storageRead(long nanos) {
    guard(() -> listener.storageRead(nanos));
  }

  @Override
  public void unreadable(String message) {
    guard(() -> listener.unreadable(message));
  }

  @Override
  public void batchRead(int records, long meteredBytes) {
    guard(() -> listener.batchRead(records, meteredBytes));
  }

  @Override
  public void activeStreams(int count) {
    guard(() -> listener.activeStreams(count));
  }

  private void guard(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      if (warned.compareAndSet(false, true)) {
        QuietLog.log(
            LOG,
            Level.WARNING,
            () -> "an S2LiteListener fails; it is told on, and not logged again",
            e);
      }
    }
  }
}
