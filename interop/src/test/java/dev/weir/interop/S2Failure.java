package dev.weir.interop;

import java.time.Duration;
import java.util.stream.Stream;

/// A way in which S2 may fail Weir for a while.
///
/// @param time how long it goes on
record S2Failure(String description, Fault fault, Duration time) {
  private static final Duration SHORT = Duration.ofSeconds(8);

  /// Longer than any call to S2 is waited for.
  private static final Duration LONG = Duration.ofSeconds(30);

  static Stream<S2Failure> all() {
    return Stream.of(
        new S2Failure(
            "each answer of S2 comes 2.5 s late",
            new Fault.Late(Duration.ofMillis(2_500)),
            Duration.ofSeconds(12)),
        answers(403, "permission_denied"),
        answers(404, "stream_not_found"),
        new S2Failure("a gateway answers 404", new Fault.Answer(404, "<h1>Not found</h1>"), SHORT),
        answers(429, "rate_limited"),
        answers(500, "storage"),
        answers(503, "unavailable"),
        new S2Failure("S2's answers are cut within their bodies", new Fault.CutAfter(5), SHORT),
        hangs());
  }

  static Stream<S2Failure> someAtTheStart() {
    return Stream.of(answers(403, "permission_denied"), answers(503, "unavailable"), hangs());
  }

  private static S2Failure answers(int status, String code) {
    var json = "{\"code\":\"" + code + "\",\"message\":\"made up\"}";
    return new S2Failure(
        "S2 answers " + status + " (" + code + ")", new Fault.Answer(status, json), SHORT);
  }

  private static S2Failure hangs() {
    return new S2Failure("S2 takes requests and does not answer", new Fault.Hang(), LONG);
  }

  @Override
  public String toString() {
    return description + " for " + time.toSeconds() + " s";
  }
}
