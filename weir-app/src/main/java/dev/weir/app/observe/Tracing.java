package dev.weir.app.observe;

import dev.weir.app.exit.InvalidOptionException;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where spans go: nowhere, or to what OpenTelemetry's variables name.
public final class Tracing implements AutoCloseable {
  private static final long FLUSH_SECONDS = 5;

  private final Optional<OpenTelemetrySdk> sdk;

  private Tracing(Optional<OpenTelemetrySdk> sdk) {
    this.sdk = sdk;
  }

  /// Starts what the variables ask for.
  ///
  /// @throws InvalidOptionException if a variable does not make sense
  public static Tracing open(TracingVariables variables) {
    return new Tracing(variables.askForTraces() ? Optional.of(start(variables)) : Optional.empty());
  }

  private static OpenTelemetrySdk start(TracingVariables variables) {
    var properties =
        new HashMap<>(
            Map.of(
                "otel.service.name", "weir",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.traces.exporter", "otlp"));
    variables
        .values()
        .forEach((name, value) ->
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    // Metrics are at /metrics, logs on standard error.
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .addPropertiesCustomizer(unused -> properties)
          .disableShutdownHook()
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new InvalidOptionException(
          "an OTEL_ variable does not make sense: " + e.getMessage(), e);
    }
  }

  /// What hands out tracers.
  public OpenTelemetry openTelemetry() {
    return sdk.<OpenTelemetry>map(started -> started).orElseGet(OpenTelemetry::noop);
  }

  /// Sends what waits.
  @Override
  public void close() {
    sdk.ifPresent(started -> {
      var unused = started.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    });
  }
}
