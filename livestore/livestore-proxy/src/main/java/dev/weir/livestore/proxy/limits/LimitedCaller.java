package dev.weir.livestore.proxy.limits;

import dev.weir.livestore.proxy.access.Principal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Who a request counts for: its principal, or its address where nobody is asked who they are.
///
/// @param key the same for all requests that count together
public record LimitedCaller(String key) {
  /// What an IPv6 client can choose its address within.
  private static final int IPV6_NETWORK_BYTES = 8;

  /// The caller of a request.
  public static LimitedCaller of(Principal principal, InetAddress address) {
    return principal.equals(Principal.ANYBODY)
        ? new LimitedCaller(network(address))
        : of(principal);
  }

  /// The caller of a request from nobody knows where: without a principal, one with all others.
  public static LimitedCaller of(Principal principal) {
    boolean anonymous = principal.equals(Principal.ANYBODY);
    return new LimitedCaller(anonymous ? "" : "principal " + principal.name());
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isV6 = address instanceof Inet6Address;
    return HexFormat.of().formatHex(isV6 ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
