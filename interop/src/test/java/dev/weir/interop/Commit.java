package dev.weir.interop;

import java.util.List;
import java.util.stream.IntStream;

/// What a client is to commit: `count` todos with ids `prefix-00000` and on, at most `perSecond` of
/// them a second (0: at once) and only while fewer than `maxUnconfirmed` are unconfirmed (0:
/// without looking).
record Commit(String prefix, int count, int perSecond, int maxUnconfirmed) {
  static Commit of(String prefix, int count) {
    return new Commit(prefix, count, 0, 0);
  }

  Commit perSecond(int rate) {
    return new Commit(prefix, count, rate, maxUnconfirmed);
  }

  Commit atMostUnconfirmed(int events) {
    return new Commit(prefix, count, perSecond, events);
  }

  List<String> ids() {
    return IntStream.range(0, count).mapToObj(i -> "%s-%05d".formatted(prefix, i)).toList();
  }
}
