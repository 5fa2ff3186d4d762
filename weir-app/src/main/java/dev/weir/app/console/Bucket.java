package dev.weir.app.console;

/// What happened in some seconds. Guarded by the timeline that owns it.
final class Bucket {
  final long index;
  final Histogram pushMillis = new Histogram();
  final Histogram lagMillis = new Histogram();
  long pushes;
  long events;
  long bytes;
  long conflicts;
  long refused;
  int livePulls;

  Bucket(long index) {
    this.index = index;
  }

  void addAll(Bucket other) {
    pushMillis.addAll(other.pushMillis);
    lagMillis.addAll(other.lagMillis);
    pushes += other.pushes;
    events += other.events;
    bytes += other.bytes;
    conflicts += other.conflicts;
    refused += other.refused;
  }
}
