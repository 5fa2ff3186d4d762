package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.PullSink;
import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request of which only headers, address and body are looked at, and that keeps its answers.
record BareExchange(
    String method,
    Map<String, String> headers,
    Optional<InetAddress> remoteAddress,
    String text,
    List<ProxyResponse> answers)
    implements ProxyExchange {
  static BareExchange from(InetAddress address) {
    return new BareExchange("GET", Map.of(), Optional.of(address), "", new ArrayList<>());
  }

  static BareExchange push(Map<String, String> headers) {
    return push(headers, "");
  }

  static BareExchange push(Map<String, String> headers, String text) {
    return new BareExchange("POST", headers, Optional.empty(), text, new ArrayList<>());
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public List<String> headers(String name) {
    return Optional.ofNullable(headers.get(name)).stream().toList();
  }

  @Override
  public byte[] body(int limit) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void respond(ProxyResponse response) {
    answers.add(response);
  }

  @Override
  public PullSink respondStreaming(Map<String, String> headers) {
    throw new UnsupportedOperationException();
  }
}
