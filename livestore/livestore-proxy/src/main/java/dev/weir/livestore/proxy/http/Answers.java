package dev.weir.livestore.proxy.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.livestore.sync.PushResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The proxy's short answers, all JSON. An error says in `error` what is wrong, and in `code` what
/// kind it is.
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  static HttpResponse pong() {
    return HttpResponse.of(HttpStatus.OK);
  }

  static HttpResponse pushed(PushResult result) {
    return switch (result) {
      case PushResult.Accepted accepted ->
          json(HttpStatus.OK, json -> json.writeBooleanField("success", true));
      case PushResult.ServerAhead ahead ->
          json(
              HttpStatus.CONFLICT,
              json -> {
                json.writeStringField(
                    "error",
                    "the store's head is "
                        + ahead.minimumExpectedNum().value()
                        + ", the push builds on "
                        + ahead.providedNum().value()
                        + "; nothing was stored. Pull, rebase and push again");
                json.writeStringField("code", "ServerAhead");
                json.writeNumberField("minimumExpectedNum", ahead.minimumExpectedNum().value());
                json.writeNumberField("providedNum", ahead.providedNum().value());
              });
    };
  }

  static HttpResponse error(HttpStatus status, String code, RuntimeException why) {
    return error(status, code, String.valueOf(why.getMessage()));
  }

  static HttpResponse error(HttpStatus status, String code, String message) {
    return json(
        status,
        json -> {
          json.writeStringField("error", message);
          json.writeStringField("code", code);
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static HttpResponse json(HttpStatus status, Fields fields) {
    var out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ResponseHeaders headers =
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build();
    return HttpResponse.of(headers, HttpData.wrap(out.toByteArray()));
  }
}
