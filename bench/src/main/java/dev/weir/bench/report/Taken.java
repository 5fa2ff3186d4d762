package dev.weir.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// When and how a part's figures were taken.
///
/// @param at the day and time, UTC
/// @param commit of the checkout, such as `1a2b3c4`
/// @param quick whether they mean little
/// @param seconds how long it took
/// @param busyBefore how many processors others used in the [#LOOK_SECONDS] before it began
/// @param machine see [Machine#describe]
record Taken(
    String at,
    String commit,
    boolean quick,
    long seconds,
    double busyBefore,
    Map<String, String> machine) {
  static final int LOOK_SECONDS = 5;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  /// Reads what [#write] wrote; empty if there is none, or if another version of the report wrote
  /// it.
  static Optional<Taken> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Taken.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
