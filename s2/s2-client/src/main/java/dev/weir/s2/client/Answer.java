package dev.weir.s2.client;

import dev.weir.s2.TransportException;
import dev.weir.s2.wire.S2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/// What a server answered.
sealed interface Answer {
  /// A bound on what one answer may put into memory. A batch of 1 MiB takes up to 7 MiB as JSON.
  int MAX_BODY_BYTES = 16 * 1024 * 1024;

  /// An answer that has come in whole.
  @SuppressWarnings("ArrayRecordComponent") // decoded at once, never compared
  record Whole(int status, Headers headers, byte[] body) implements Answer {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /// What the server asks for before the next attempt; zero if it asks for nothing we can read.
    Duration retryAfter() {
      try {
        return header(S2Headers.RETRY_AFTER_MS)
            .map(millis -> Duration.ofMillis(Math.max(0, Long.parseLong(millis.strip()))))
            .orElse(Duration.ZERO);
      } catch (NumberFormatException e) {
        return Duration.ZERO;
      }
    }
  }

  /// Events, as they come.
  record Events(EventSource source) implements Answer {}

  /// Takes `response` over: closes it, or keeps it in the events.
  static Answer of(Response response) throws IOException {
    if (response.code() == 200 && isEventStream(response)) {
      return new Events(new EventSource(response));
    }
    try (response) {
      return new Whole(response.code(), response.headers(), body(response.body().source()));
    }
  }

  private static boolean isEventStream(Response response) {
    MediaType type = response.body().contentType();
    return type != null && type.type().equals("text") && type.subtype().equals("event-stream");
  }

  private static byte[] body(BufferedSource source) throws IOException {
    if (source.request(MAX_BODY_BYTES + 1L)) {
      throw new TransportException("an answer of over " + MAX_BODY_BYTES + " bytes", true, null);
    }
    return source.readByteArray();
  }
}
