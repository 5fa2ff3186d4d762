package dev.weir.livestore.proxy.interceptor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/// Asks a web service about each push before it is stored: for those who have no Java to run here.
///
/// It is sent, as JSON, the `storeId`, the `principal` and the `batch`, each event as its client
/// wrote it. Any answer of 2xx accepts the push; 422 rejects it, with the reason in its body's
/// `reason`; everything else, and no answer within 4 s, refuses it for now: the client pushes
/// again, and the service is asked again. So it is asked about every event before that is stored,
/// perhaps several times, and also about some that never are, as others may have written first.
public final class PushWebhook implements PushInterceptor, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int MAX_REASON_BYTES = 16 << 10;
  private static final int REJECTED = 422;

  /// Escapes, because a store's id may hold lone surrogates, which no encoding has.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final URI url;
  private final OutboundHttp http;

  /// @param timeout from the question to the last byte of the answer
  PushWebhook(URI url, Duration timeout) {
    OutboundHttp.requireHttp(url);
    this.url = url;
    this.http = new OutboundHttp(timeout);
  }

  /// The service at an `http` or `https` address.
  ///
  /// @throws IllegalArgumentException if it is none
  public static PushWebhook at(URI url) {
    return new PushWebhook(url, TIMEOUT);
  }

  @Override
  public Verdict before(InterceptedPush push) throws InterruptedException {
    try {
      OutboundHttp.Answer answer = http.post(url, question(push));
      return verdict(answer.status(), answer.body().toArray());
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("nobody waits for the push webhook any more");
      }
      // Only the host: the rest of the address may be a secret.
      throw new UncheckedIOException("the push webhook at " + url.getHost() + " failed", e);
    }
  }

  private Verdict verdict(int status, byte[] body) {
    if (status >= 200 && status < 300) {
      return Verdict.accept();
    }
    if (status == REJECTED) {
      return Verdict.reject(reason(body));
    }
    throw new IllegalStateException(
        "the push webhook at "
            + url.getHost()
            + " answered "
            + status
            + "; expected 2xx to accept or 422 to reject");
  }

  @Override
  public void close() {
    http.close();
  }

  private static String question(InterceptedPush push) {
    var text = new StringWriter(1_024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("storeId", push.storeId());
      json.writeStringField("principal", push.principal().name());
      json.writeArrayFieldStart("batch");
      for (var event : push.events()) {
        json.writeRawValue(event.json());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String reason(byte[] body) {
    try (JsonParser json = JSON.createParser(body, 0, Math.min(body.length, MAX_REASON_BYTES))) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
          if (isText && name.equals("reason")) {
            return json.getText();
          }
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      return "the application rejects it";
    }
    return "the application rejects it";
  }
}
