package dev.weir.example.ownserver;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.livestore.syncs2.S2Config;
import dev.weir.livestore.syncs2.S2ProxyHelpers;
import dev.weir.livestore.syncs2.S2PullRequest;
import dev.weir.livestore.syncs2.S2PushRequest;
import dev.weir.livestore.syncs2.S2StreamNames;
import dev.weir.s2.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;

/// The proxy of LiveStore's documentation, on the helpers alone. It checks nothing before it
/// appends: clients that write at the same time corrupt their store. It is here to show the
/// helpers; serve people with [dev.weir.livestore.proxy.http.ProxyHandler].
final class HelpersProxy {
  private static final int MAX_BODY_BYTES = 2 << 20;
  private static final int CHUNK_BYTES = 16 << 10;

  private final S2Config config;
  private final HttpClient http;

  HelpersProxy(S2Config config, HttpClient http) {
    this.config = config;
    this.http = http;
  }

  void handle(ProxyExchange exchange) throws InterruptedException {
    try {
      switch (exchange.method()) {
        case "HEAD" -> exchange.respond(new ProxyResponse(200, Map.of(), Bytes.empty()));
        case "GET" -> pull(exchange);
        case "POST" -> exchange.respond(push(exchange.body(MAX_BODY_BYTES)));
        default -> exchange.respond(S2ProxyHelpers.errorResponse("Method not allowed", 405));
      }
    } catch (MalformedRequestException e) {
      exchange.respond(S2ProxyHelpers.errorResponse(String.valueOf(e.getMessage()), 400));
    } catch (IOException e) {
      exchange.respond(S2ProxyHelpers.errorResponse("S2 does not answer", 500));
    }
  }

  private void pull(ProxyExchange exchange) throws IOException, InterruptedException {
    PullArgs args = PullArgs.fromQuery(exchange.query());
    ensureHome(args.storeId());
    S2PullRequest request = S2ProxyHelpers.buildPullRequest(config, args);
    HttpRequest.Builder toS2 = HttpRequest.newBuilder(URI.create(request.url()));
    request.headers().forEach(toS2::header);
    HttpResponse<InputStream> fromS2 = http.send(toS2.build(), BodyHandlers.ofInputStream());
    try (InputStream events = fromS2.body()) {
      if (fromS2.statusCode() != 200) {
        exchange.respond(
            args.live()
                ? S2ProxyHelpers.sseKeepAliveResponse()
                : S2ProxyHelpers.emptyBatchResponse());
        return;
      }
      PullSink sink = exchange.respondStreaming(Map.of("content-type", "text/event-stream"));
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = events.read(chunk); read >= 0; read = events.read(chunk)) {
        sink.send(Arrays.copyOf(chunk, read));
      }
    }
  }

  private ProxyResponse push(byte[] body) throws IOException, InterruptedException {
    PushPayload payload = PushPayload.decode(body);
    ensureHome(payload.storeId());
    for (S2PushRequest request :
        S2ProxyHelpers.buildPushRequests(config, payload.storeId(), payload.batch())) {
      HttpRequest.Builder toS2 =
          HttpRequest.newBuilder(URI.create(request.url()))
              .POST(BodyPublishers.ofString(request.body()));
      request.headers().forEach(toS2::header);
      if (http.send(toS2.build(), BodyHandlers.discarding()).statusCode() != 200) {
        return S2ProxyHelpers.errorResponse("Push failed", 500);
      }
    }
    return S2ProxyHelpers.successResponse();
  }

  private void ensureHome(String storeId) {
    S2ProxyHelpers.ensureBasin(http, config);
    S2ProxyHelpers.ensureStream(http, config, S2StreamNames.makeS2StreamName(storeId));
  }
}
