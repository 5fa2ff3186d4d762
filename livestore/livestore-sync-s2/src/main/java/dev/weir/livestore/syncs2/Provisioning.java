package dev.weir.livestore.syncs2;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// A POST whose outcome nobody asks for.
final class Provisioning {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Provisioning() {}

  static void post(HttpClient http, String url, Map<String, String> headers, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::setHeader);
    try {
      http.send(request.build(), BodyHandlers.discarding());
    } catch (IOException e) {
      // What is to be created may exist already; if not, the next call to S2 says so.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
