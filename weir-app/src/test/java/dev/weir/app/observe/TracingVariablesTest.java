package dev.weir.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingVariablesTest {
  @Test
  void traces_areOffUnlessAskedFor() {
    assertThat(TracingVariables.none().askForTraces()).isFalse();
    assertThat(new TracingVariables(Map.of("OTEL_SERVICE_NAME", "x")).askForTraces()).isFalse();
    assertThat(new TracingVariables(Map.of("OTEL_TRACES_EXPORTER", "none")).askForTraces())
        .isFalse();
    assertThat(
            new TracingVariables(
                    Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "true"))
                .askForTraces())
        .isFalse();
  }
}
