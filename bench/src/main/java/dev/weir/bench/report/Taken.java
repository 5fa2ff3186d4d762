package dev.weir.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// When and how a part's figures were taken.
///
/// @param at the day and time, UTC
/// @param commit of the checkout, such as `1a2b3c4`
/// @param quick whether they mean little
/// @param seconds how long it took
/// @param loadBefore how busy the machine was when it began
/// @param machine see [Machine#describe]
record Taken(
    String at,
    String commit,
    boolean quick,
    long seconds,
    double loadBefore,
    Map<String, String> machine) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  static Taken read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Taken.class);
  }
}
