package dev.weir.app.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The console's answers, all JSON and never kept.
final class Answers {
  private static final System.Logger LOG = System.getLogger(Answers.class.getName());
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  /// What is written into one JSON value.
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static byte[] bytes(Content content) {
    var out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static HttpResponse ok(byte[] json) {
    return of(200, json);
  }

  static HttpResponse error(int status, String code, String message) {
    return of(
        status,
        bytes(json -> {
          json.writeStartObject();
          json.writeStringField("code", code);
          json.writeStringField("message", message);
          json.writeEndObject();
        }));
  }

  static HttpResponse failure(Throwable failure) {
    return switch (failure) {
      case ConsoleException e -> error(e.status(), e.code(), String.valueOf(e.getMessage()));
      case RequestRejectedException e
          when e.code() == ErrorCode.STREAM_NOT_FOUND || e.code() == ErrorCode.BASIN_NOT_FOUND ->
          error(404, "not_found", "there is no such store");
      case S2Exception e -> {
        LOG.log(System.Logger.Level.WARNING, "S2 does not answer the console", e);
        yield error(503, "unavailable", "S2 does not answer. Weir's log tells more; ask again");
      }
      default -> {
        LOG.log(System.Logger.Level.ERROR, "a request of the console failed unexpectedly", failure);
        yield error(500, "internal", "this failed. Weir's log tells more");
      }
    };
  }

  private static HttpResponse of(int status, byte[] json) {
    return HttpResponse.of(
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .contentLength(json.length)
            .build(),
        HttpData.wrap(json));
  }
}
