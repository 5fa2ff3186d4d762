package dev.weir.interop;

import java.time.Duration;

/// What a [Middleman] does to a request instead of passing it on and its answer back.
sealed interface Fault {
  /// Passes on and back, but waits before.
  record Late(Duration by) implements Fault {}

  /// Answers itself.
  record Answer(int status, String json) implements Fault {}

  /// Never answers: the connection is reset when the trouble is over.
  record Hang() implements Fault {}

  /// Passes on and back the answer's head and so many bytes of its body, then resets.
  record CutAfter(int bodyBytes) implements Fault {}

  /// Passes on and back until a page of events has come by with all that came along with it, then
  /// resets.
  record CutBehindPage() implements Fault {}

  /// Passes on and back until a page of events has come by, keeps what follows until the trouble is
  /// over, then resets.
  record CutWithinPage() implements Fault {}

  /// Passes on, and loses the whole answer: the connection ends without it.
  record LoseAnswer() implements Fault {}

  /// Passes on, and keeps the whole answer until the trouble is over.
  record KeepAnswer() implements Fault {}
}
