package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.Access;
import java.time.Duration;
import java.util.List;

/// How the proxy speaks HTTP. Start from [#defaults()] and change what differs.
///
/// @param maxPushBytes bytes of a push's body at most; a stock client sends little over 1 MiB
/// @param refusalDelay how long a pull that can only be refused is held before the refusal is sent:
///   a stock client asks again at once, without a pause and without end
/// @param allowedOrigins web origins whose pages may use the proxy from another host, `*` for all;
///   none by default. For adapters, as CORS is the server's business
/// @param access who may use the proxy; everybody by default
/// @param hosts by which names; any by default
public record ProxyHttpConfig(
    int maxPushBytes,
    Duration refusalDelay,
    List<String> allowedOrigins,
    Access access,
    HostCheck hosts) {
  public ProxyHttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// 2 MiB, 10 s, no foreign origins, everybody.
  public static ProxyHttpConfig defaults() {
    return new ProxyHttpConfig(
        2 << 20, Duration.ofSeconds(10), List.of(), Access.open(), HostCheck.any());
  }

  /// The same with another delay of refusals.
  public ProxyHttpConfig withRefusalDelay(Duration delay) {
    return new ProxyHttpConfig(maxPushBytes, delay, allowedOrigins, access, hosts);
  }

  /// The same, open to these origins.
  public ProxyHttpConfig withAllowedOrigins(List<String> origins) {
    return new ProxyHttpConfig(maxPushBytes, refusalDelay, origins, access, hosts);
  }

  /// The same, letting in whom `access` lets in.
  public ProxyHttpConfig withAccess(Access access) {
    return new ProxyHttpConfig(maxPushBytes, refusalDelay, allowedOrigins, access, hosts);
  }

  /// The same, answering by these names.
  public ProxyHttpConfig withHosts(HostCheck hosts) {
    return new ProxyHttpConfig(maxPushBytes, refusalDelay, allowedOrigins, access, hosts);
  }
}
