package dev.weir.livestore.proxy.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.s2.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The proxy's short answers, all JSON. An error says in `error` what is wrong, and in `code` what
/// kind it is.
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  static ProxyResponse pong() {
    return new ProxyResponse(200, Map.of(), Bytes.empty());
  }

  static ProxyResponse pushed(PushResult result) {
    return switch (result) {
      case PushResult.Accepted accepted ->
          json(200, json -> json.writeBooleanField("success", true));
      case PushResult.ServerAhead ahead ->
          json(
              409,
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

  static ProxyResponse error(int status, String code, RuntimeException why) {
    return error(status, code, String.valueOf(why.getMessage()));
  }

  static ProxyResponse error(int status, String code, String message) {
    return json(
        status,
        json -> {
          json.writeStringField("error", message);
          json.writeStringField("code", code);
        });
  }

  static ProxyResponse rateLimited(RuntimeException why, Duration retryAfter) {
    ProxyResponse answer = error(429, "RateLimited", why);
    var headers = new LinkedHashMap<>(answer.headers());
    headers.put(
        "retry-after", Long.toString(Math.max(1, Math.ceilDiv(retryAfter.toMillis(), 1_000))));
    return new ProxyResponse(answer.status(), headers, answer.body());
  }

  static ProxyResponse notFound(String path) {
    return error(404, "NotFound", path + " is not part of the protocol here");
  }

  static ProxyResponse methodNotAllowed(String method, Set<String> allowed) {
    return error(
        405,
        "MethodNotAllowed",
        method
            + " is not part of the protocol here; "
            + String.join(", ", new TreeSet<>(allowed))
            + " are");
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static ProxyResponse json(int status, Fields fields) {
    var out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProxyResponse(
        status,
        Map.of("content-type", "application/json; charset=utf-8", "cache-control", "no-store"),
        Bytes.wrap(out.toByteArray()));
  }
}
