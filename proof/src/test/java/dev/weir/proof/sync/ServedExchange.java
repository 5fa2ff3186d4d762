package dev.weir.proof.sync;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.proxy.http.ProxyExchange;
import dev.weir.livestore.syncs2.ProxyResponse;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.Bytes;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a proxy has it. What is answered to pushes goes into the ledger before it is sent:
/// a promise counts whether or not anybody hears it.
final class ServedExchange implements ProxyExchange {
  private static final String PATH = "/api/s2";

  private final HttpRequest request;
  private final byte[] body;
  private final Pipe<HttpPart> answer;
  private final Ledger ledger;

  ServedExchange(HttpRequest request, byte[] body, Pipe<HttpPart> answer, Ledger ledger) {
    this.request = request;
    this.body = body;
    this.answer = answer;
    this.ledger = ledger;
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.uri().getRawPath().substring(PATH.length());
  }

  @Override
  public String query() {
    return Optional.ofNullable(request.uri().getRawQuery()).orElse("");
  }

  @Override
  public List<String> headers(String name) {
    return name.toLowerCase(Locale.ROOT).equals("host")
        ? List.of(request.uri().getAuthority())
        : request.headers().allValues(name);
  }

  @Override
  public Optional<InetAddress> remoteAddress() {
    return Optional.empty();
  }

  @Override
  public byte[] body(int limit) {
    return body;
  }

  @Override
  public void respond(ProxyResponse response) throws InterruptedException {
    if (method().equals("POST")) {
      ledger.answered(PushPayload.decode(body).batch(), response.status());
    }
    send(new HttpPart.Head(response.status(), response.headers()));
    if (!method().equals("HEAD")) {
      send(new HttpPart.Body(response.body()));
    }
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) throws InterruptedException {
    send(new HttpPart.Head(200, headers));
    return bytes -> send(new HttpPart.Body(Bytes.wrap(bytes)));
  }

  private void send(HttpPart part) throws InterruptedException {
    try {
      answer.send(part);
    } catch (Pipe.BrokenException e) {
      throw new InterruptedException("the client has gone");
    }
  }
}
