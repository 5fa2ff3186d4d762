package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import dev.weir.s2.MetricInterval;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The keys of usage, all under `u`: counters by interval, totals of stored bytes, and what those
/// were at times. Each series ends in the seconds at which its interval begins, so that it is read
/// as a range.
final class UsageKeys {
  private UsageKeys() {}

  /// What the counters of one metric begin with; those of the account have an empty basin.
  static byte[] counters(MetricInterval interval, String basin, String metric) {
    return concat("uc" + code(interval) + basin + "\0" + metric + "\0");
  }

  /// What the counters of a basin begin with.
  static byte[] countersOf(MetricInterval interval, String basin) {
    return concat("uc" + code(interval) + basin + "\0");
  }

  static byte[] total(Series series) {
    return concat("ut", series.key());
  }

  /// What the samples of a series begin with.
  static byte[] samples(MetricInterval interval, Series series) {
    return concat("us" + code(interval), series.key());
  }

  static byte[] at(byte[] prefix, long epochSecs) {
    return new RowWriter(prefix.length + Long.BYTES).raw(prefix).u64(epochSecs).toArray();
  }

  static long secsOf(byte[] key) {
    return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
  }

  /// Everything of usage that has intervals, for what removes old ones.
  static byte[] allOf(boolean counters, MetricInterval interval) {
    return concat((counters ? "uc" : "us") + code(interval));
  }

  static long secs(MetricInterval interval) {
    return switch (interval) {
      case MINUTE -> 60;
      case HOUR -> 3_600;
      case DAY -> 86_400;
    };
  }

  static long floor(MetricInterval interval, long epochSecs) {
    return epochSecs - Math.floorMod(epochSecs, secs(interval));
  }

  private static char code(MetricInterval interval) {
    return switch (interval) {
      case MINUTE -> 'm';
      case HOUR -> 'h';
      case DAY -> 'd';
    };
  }

  private static byte[] concat(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(String text, Bytes rest) {
    byte[] first = concat(text);
    return new RowWriter(first.length + rest.size()).raw(first).raw(rest.toArray()).toArray();
  }
}
