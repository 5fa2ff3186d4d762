package dev.weir.proof.sync.jdk;

/// Something that is due at a time. Those that are due together come in the order they were set.
public final class Timer implements Comparable<Timer> {
  private final long at;
  private final long order;
  private final Runnable work;
  private boolean cancelled;

  Timer(long at, long order, Runnable work) {
    this.at = at;
    this.order = order;
    this.work = work;
  }

  long at() {
    return at;
  }

  public void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void fire() {
    work.run();
  }

  @Override
  public int compareTo(Timer other) {
    return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(order);
  }
}
