package dev.weir.example.ownserver;

import com.sun.net.httpserver.HttpExchange;
import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.proxy.http.UnreadableBodyException;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request of the JDK's web server: all that a server of your own has to say to the proxy.
final class JdkExchange implements ProxyExchange {
  private final HttpExchange exchange;

  JdkExchange(HttpExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String path() {
    String mount = exchange.getHttpContext().getPath();
    return exchange.getRequestURI().getPath().substring(mount.length());
  }

  @Override
  public String query() {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  @Override
  public List<String> headers(String name) {
    return exchange.getRequestHeaders().getOrDefault(name, List.of());
  }

  @Override
  public Optional<InetAddress> remoteAddress() {
    return Optional.of(exchange.getRemoteAddress().getAddress());
  }

  @Override
  public byte[] body(int limit) {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
      if (body.length > limit) {
        throw UnreadableBodyException.tooLarge(limit);
      }
      return body;
    } catch (IOException e) {
      throw UnreadableBodyException.brokenOff();
    }
  }

  @Override
  public void respond(ProxyResponse response) throws InterruptedException {
    byte[] body = response.body().toArray();
    boolean bodiless = body.length == 0 || method().equals("HEAD");
    response.headers().forEach(exchange.getResponseHeaders()::set);
    try {
      exchange.sendResponseHeaders(response.status(), bodiless ? -1 : body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      throw new InterruptedException("the client has gone");
    }
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) throws InterruptedException {
    headers.forEach(exchange.getResponseHeaders()::set);
    try {
      exchange.sendResponseHeaders(200, 0);
    } catch (IOException e) {
      throw new InterruptedException("the client has gone");
    }
    OutputStream out = exchange.getResponseBody();
    return bytes -> {
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        throw new InterruptedException("the client has gone");
      }
    };
  }
}
