package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.interceptor.Interceptors;
import dev.weir.livestore.proxy.limits.ProxyLimits;
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
/// @param limits how much they may do
/// @param interceptors what the application has to say about pushes; none by default
public record ProxyHttpConfig(
    int maxPushBytes,
    Duration refusalDelay,
    List<String> allowedOrigins,
    Access access,
    HostCheck hosts,
    ProxyLimits limits,
    Interceptors interceptors) {
  /// What pages of those origins may ask by.
  public static final List<String> CORS_METHODS = List.of("HEAD", "GET", "POST");

  /// What they may send besides what browsers always send: stock clients send tracing headers.
  public static final List<String> CORS_HEADERS =
      List.of("authorization", "content-type", "b3", "traceparent", "tracestate");

  /// How long a browser may remember that.
  public static final Duration CORS_MAX_AGE = Duration.ofHours(1);

  public ProxyHttpConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// 2 MiB, 10 s, no foreign origins, everybody.
  public static ProxyHttpConfig defaults() {
    return new ProxyHttpConfig(
        2 << 20,
        Duration.ofSeconds(10),
        List.of(),
        Access.open(),
        HostCheck.any(),
        ProxyLimits.defaults(),
        Interceptors.of());
  }

  /// The same with another delay of refusals.
  public ProxyHttpConfig withRefusalDelay(Duration delay) {
    return new ProxyHttpConfig(
        maxPushBytes, delay, allowedOrigins, access, hosts, limits, interceptors);
  }

  /// The same, open to these origins.
  public ProxyHttpConfig withAllowedOrigins(List<String> origins) {
    return new ProxyHttpConfig(
        maxPushBytes, refusalDelay, origins, access, hosts, limits, interceptors);
  }

  /// The same, letting in whom `access` lets in.
  public ProxyHttpConfig withAccess(Access access) {
    return new ProxyHttpConfig(
        maxPushBytes, refusalDelay, allowedOrigins, access, hosts, limits, interceptors);
  }

  /// The same, answering by these names.
  public ProxyHttpConfig withHosts(HostCheck hosts) {
    return new ProxyHttpConfig(
        maxPushBytes, refusalDelay, allowedOrigins, access, hosts, limits, interceptors);
  }

  /// The same with other limits.
  public ProxyHttpConfig withLimits(ProxyLimits limits) {
    return new ProxyHttpConfig(
        maxPushBytes, refusalDelay, allowedOrigins, access, hosts, limits, interceptors);
  }

  /// The same with another limit on a push's body.
  public ProxyHttpConfig withMaxPushBytes(int bytes) {
    return new ProxyHttpConfig(
        bytes, refusalDelay, allowedOrigins, access, hosts, limits, interceptors);
  }

  /// The same, asking these about each push.
  public ProxyHttpConfig withInterceptors(Interceptors interceptors) {
    return new ProxyHttpConfig(
        maxPushBytes, refusalDelay, allowedOrigins, access, hosts, limits, interceptors);
  }
}
