package dev.weir.s2.lite;

import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import java.util.concurrent.TimeUnit;

/// When to look after a stream: what its appends put down for later. Of the commit thread.
///
/// Rows that expire at nearly the same time share one entry. It covers the run of rows that begins
/// with it, so it is written once and never changed, whatever is appended behind.
final class StreamDeadlines {
  private static final long MIN_WIDTH_MILLIS = TimeUnit.SECONDS.toMillis(1);
  private static final long MAX_WIDTH_MILLIS = TimeUnit.HOURS.toMillis(6);

  /// A row may outlive its age by so much of it on disk; readers do not see it any more.
  private static final int WIDTHS_PER_AGE = 64;

  /// How long at least between the emptiness of a stream and its deletion, besides the age asked
  /// for; and how often at most appends put the look at it down anew.
  private static final long SLACK_MILLIS = TimeUnit.SECONDS.toMillis(600);

  private final StreamKey key;
  private final long id;
  private long lastRunMillis;
  private volatile long emptinessAskedMillis = Long.MIN_VALUE / 2;

  StreamDeadlines(StreamKey key, long id) {
    this.key = key;
    this.id = id;
  }

  /// From now on another configuration counts.
  void reconfigured() {
    emptinessAskedMillis = Long.MIN_VALUE / 2;
  }

  /// Puts down what the rows at `firstSeqNum` will need.
  void appended(
      Mutations mutations, long firstSeqNum, long expiresAtMillis, StreamConfig config, long now) {
    if (expiresAtMillis != BatchRow.NEVER) {
      long runMillis = endOfRun(expiresAtMillis, now);
      if (runMillis != lastRunMillis) {
        lastRunMillis = runMillis;
        new Due(Due.Kind.EXPIRY, runMillis, id, firstSeqNum, key).putTo(mutations);
      }
    }
    boolean mayEmpty = config.retentionPolicy().orElseThrow() instanceof RetentionPolicy.Age;
    if (mayEmpty && now - emptinessAskedMillis >= SLACK_MILLIS) {
      emptinessAskedMillis = now;
      askForEmptiness(mutations, key, id, config, now);
    }
  }

  /// Puts down that a trim has left nothing.
  void emptied(Mutations mutations, StreamConfig config, long now) {
    put(mutations, key, id, config, now, 0);
  }

  /// Puts down when to look whether the stream is empty and may go, if it is to go at all. To be
  /// called when it is created or its configuration changes too.
  static void askForEmptiness(
      Mutations mutations, StreamKey key, long id, StreamConfig config, long now) {
    long age =
        switch (config.retentionPolicy().orElseThrow()) {
          case RetentionPolicy.Age(long seconds) -> seconds;
          case RetentionPolicy.Infinite() -> 0;
        };
    put(mutations, key, id, config, now, age);
  }

  private static void put(
      Mutations mutations, StreamKey key, long id, StreamConfig config, long now, long ageSeconds) {
    long minAgeSeconds = config.deleteOnEmptyMinAgeSecs().orElse(0);
    if (minAgeSeconds == 0) {
      return;
    }
    long atMillis = Retention.after(minAgeSeconds, Retention.after(ageSeconds, now));
    if (atMillis != BatchRow.NEVER) {
      new Due(Due.Kind.EMPTINESS, atMillis + SLACK_MILLIS, id, 0, key).putTo(mutations);
    }
  }

  private static long endOfRun(long expiresAtMillis, long now) {
    long width =
        Math.clamp((expiresAtMillis - now) / WIDTHS_PER_AGE, MIN_WIDTH_MILLIS, MAX_WIDTH_MILLIS);
    return (expiresAtMillis / width + 1) * width;
  }
}
