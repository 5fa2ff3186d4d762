package dev.weir.app.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.LogContext;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static final String FORGED =
      "a\n2026-01-01T00:00:00.000 SEVERE dev.weir: forged\u001b[2J";

  private static LogRecord entry(String message) {
    var entry = new LogRecord(Level.WARNING, message);
    entry.setLoggerName("dev.weir.Some");
    entry.setInstant(Instant.parse("2026-11-24T17:00:00.123Z"));
    return entry;
  }

  private static String format(Formatter formatter, LogRecord entry) throws Exception {
    return new LogContext(FORGED, Optional.of("anna"))
        .in(Context.root())
        .wrap(() -> formatter.format(entry))
        .call();
  }

  @Test
  void text_ofAStoreWithLineBreaks_isOneLineWithoutControls() throws Exception {
    var line = format(new TextLines(), entry("store " + FORGED + " waits"));

    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .endsWith("\n")
        .contains(" WARNING dev.weir.Some: store a\\u000a2026-01-01T00:00:00.000 SEVERE")
        .contains("\\u001b[2J", ", principal anna]")
        .doesNotContain("\u001b");
  }

  @Test
  void text_ofAFailure_indentsWhatBelongsToIt() throws Exception {
    var entry = entry("failed");
    entry.setThrown(new IllegalStateException(FORGED));

    var lines = new TextLines().format(entry).lines().toList();

    assertThat(lines.getFirst()).endsWith("WARNING dev.weir.Some: failed");
    assertThat(lines.size()).isGreaterThan(3);
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("    "));
    assertThat(lines.get(1)).contains("IllegalStateException: a");
  }

  @Test
  void json_hasStoreAndPrincipalInFieldsOfTheirOwn() throws Exception {
    var entry = entry("waits");
    entry.setThrown(new IllegalStateException("broken"));

    var line = format(new JsonLines(), entry);

    assertThat(line.lines()).hasSize(1);
    assertThat(fields(line))
        .containsEntry("time", "2026-11-24T17:00:00.123Z")
        .containsEntry("level", "WARNING")
        .containsEntry("logger", "dev.weir.Some")
        .containsEntry("message", "waits")
        .containsEntry("store", FORGED)
        .containsEntry("principal", "anna");
    assertThat(fields(line).get("error")).contains("IllegalStateException: broken", "\tat ");
  }

  @Test
  void json_withoutContext_hasNoSuchFields() throws Exception {
    assertThat(fields(new JsonLines().format(entry("starts"))))
        .containsOnlyKeys("time", "level", "logger", "message");
  }

  @Test
  void named_anythingElse_saysWhatThereIs() {
    assertThat(LogFormat.named("json")).isEqualTo(LogFormat.JSON);
    assertThatThrownBy(() -> LogFormat.named("xml"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("text nor json");
  }

  private static Map<String, String> fields(String line) throws Exception {
    var fields = new LinkedHashMap<String, String>();
    try (var json = new JsonFactory().createParser(line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        fields.put(json.currentName(), json.nextTextValue());
      }
    }
    return fields;
  }
}
