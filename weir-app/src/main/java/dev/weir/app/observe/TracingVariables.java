package dev.weir.app.observe;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// OpenTelemetry's own variables, as they stand in the environment.
///
/// @param values those that begin with `OTEL_`
public record TracingVariables(Map<String, String> values) {
  private static final String PREFIX = "OTEL_";

  public TracingVariables {
    values =
        values.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(PREFIX))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// None: nothing is traced.
  public static TracingVariables none() {
    return new TracingVariables(Map.of());
  }

  /// Whether somebody said where traces should go. OpenTelemetry's own default, to send them to
  /// this machine, would have every Weir try.
  boolean askForTraces() {
    boolean isOff =
        values.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true")
            || values.getOrDefault("OTEL_TRACES_EXPORTER", "").equals("none");
    return !isOff
        && Stream.of(
                "OTEL_TRACES_EXPORTER",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            .anyMatch(name -> !values.getOrDefault(name, "").isEmpty());
  }

  /// Names alone: values may be secret.
  @Override
  public String toString() {
    return "TracingVariables" + values.keySet();
  }
}
