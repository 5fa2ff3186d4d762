package dev.weir.app.listen;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.util.InetAddressPredicates;
import com.linecorp.armeria.server.ClientAddressSource;
import com.linecorp.armeria.server.ConnectionContext;
import com.linecorp.armeria.server.ProxiedAddresses;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The proxies that may say on whose behalf they connect, and how they say it. Everybody else who
/// says so is not believed.
///
/// @param cidrs addresses such as `10.0.0.0/8` or `::1/128`; none means that nobody is believed
public record TrustedProxies(List<String> cidrs, Via via) {
  /// How a proxy names the client.
  public enum Via {
    /// The header that most proxies send.
    X_FORWARDED_FOR,
    /// The header of RFC 7239.
    FORWARDED,
    /// A line or a block in front of the connection's bytes, versions 1 and 2.
    PROXY_PROTOCOL
  }

  public TrustedProxies {
    cidrs = List.copyOf(cidrs);
    cidrs.forEach(TrustedProxies::parse);
  }

  /// Nobody is believed.
  public static TrustedProxies none() {
    return new TrustedProxies(List.of(), Via.X_FORWARDED_FOR);
  }

  boolean speakProxyProtocol() {
    return via == Via.PROXY_PROTOCOL;
  }

  void installOn(ServerBuilder builder) {
    Predicate<InetAddress> trusted =
        cidrs.stream().map(TrustedProxies::parse).reduce(address -> false, Predicate::or);
    builder
        .clientAddressSources(source())
        .clientAddressTrustedProxyFilter(trusted)
        .clientAddressMapper(addresses -> client(addresses, trusted));
    if (speakProxyProtocol()) {
      builder.connectionAcceptor(connection -> accept(connection, trusted));
    }
  }

  private ClientAddressSource source() {
    return switch (via) {
      case X_FORWARDED_FOR -> ClientAddressSource.ofHeader(HttpHeaderNames.X_FORWARDED_FOR);
      case FORWARDED -> ClientAddressSource.ofHeader(HttpHeaderNames.FORWARDED);
      case PROXY_PROTOCOL -> ClientAddressSource.ofProxyProtocol();
    };
  }

  private static CompletableFuture<Boolean> accept(
      ConnectionContext connection, Predicate<InetAddress> trusted) {
    boolean believed =
        connection.proxiedAddresses() == null
            || trusted.test(connection.remoteAddress().getAddress());
    return CompletableFuture.completedFuture(believed);
  }

  /// Each proxy adds the address that it was called from at the end of the header. What stands in
  /// front of the last address that is no proxy of ours, the client may have written itself.
  private InetSocketAddress client(ProxiedAddresses addresses, Predicate<InetAddress> trusted) {
    if (speakProxyProtocol()) {
      return addresses.sourceAddress();
    }
    List<InetSocketAddress> chain = new ArrayList<>();
    chain.add(addresses.sourceAddress());
    chain.addAll(addresses.destinationAddresses());
    return chain.reversed().stream()
        .filter(address -> !trusted.test(address.getAddress()))
        .findFirst()
        .orElse(addresses.sourceAddress());
  }

  private static Predicate<InetAddress> parse(String cidr) {
    String address = cidr.split("/", 2)[0];
    boolean isLiteral = NetUtil.createByteArrayFromIpAddressString(address) != null;
    try {
      if (isLiteral) { // the predicates would look names up
        return cidr.equals(address)
            ? InetAddressPredicates.ofExact(address)
            : InetAddressPredicates.ofCidr(cidr);
      }
    } catch (IllegalArgumentException e) {
      throw noRange(cidr, e);
    }
    throw noRange(cidr, null);
  }

  private static IllegalArgumentException noRange(String cidr, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'" + cidr + "' is no address or range of addresses, such as 10.0.0.0/8", cause);
  }
}
