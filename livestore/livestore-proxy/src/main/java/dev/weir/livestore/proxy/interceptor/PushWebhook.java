package dev.weir.livestore.proxy.interceptor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
  private static final int MAX_ANSWER_BYTES = 16 << 10;
  private static final int REJECTED = 422;
  private static final JsonFactory JSON = new JsonFactory();

  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();

  private PushWebhook(URI url) {
    this.url = url;
  }

  /// The service at an `http` or `https` address.
  ///
  /// @throws IllegalArgumentException if it is none
  public static PushWebhook at(URI url) {
    var unused = HttpRequest.newBuilder(url);
    return new PushWebhook(url);
  }

  @Override
  public Verdict before(InterceptedPush push) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(question(push)))
            .build();
    try {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return verdict(answer.statusCode(), body.readNBytes(MAX_ANSWER_BYTES));
      }
    } catch (IOException e) {
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
    http.shutdownNow();
  }

  private static byte[] question(InterceptedPush push) {
    var out = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = JSON.createGenerator(out)) {
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
    return out.toByteArray();
  }

  private static String reason(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
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
