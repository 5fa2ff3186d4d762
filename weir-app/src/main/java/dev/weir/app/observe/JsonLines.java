package dev.weir.app.observe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.livestore.proxy.LogContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// A JSON object a line. What the entry is about stands in fields of its own.
final class JsonLines extends Formatter {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public String format(LogRecord entry) {
    var line = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", entry.getInstant().toString());
      json.writeStringField("level", entry.getLevel().getName());
      json.writeStringField("logger", String.valueOf(entry.getLoggerName()));
      json.writeStringField("message", formatMessage(entry));
      writeContext(json);
      writeThrown(Optional.ofNullable(entry.getThrown()), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  private static void writeContext(JsonGenerator json) throws IOException {
    Optional<LogContext> context = LogContext.current();
    if (context.isPresent()) {
      json.writeStringField("store", context.get().storeId());
      if (context.get().principal().isPresent()) {
        json.writeStringField("principal", context.get().principal().get());
      }
    }
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid()) {
      json.writeStringField("trace_id", span.getTraceId());
      json.writeStringField("span_id", span.getSpanId());
    }
  }

  private static void writeThrown(Optional<Throwable> thrown, JsonGenerator json)
      throws IOException {
    if (thrown.isPresent()) {
      var trace = new StringWriter();
      thrown.get().printStackTrace(new PrintWriter(trace, true));
      json.writeStringField("error", trace.toString());
    }
  }
}
