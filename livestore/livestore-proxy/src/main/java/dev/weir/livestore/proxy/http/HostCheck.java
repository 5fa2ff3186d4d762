package dev.weir.livestore.proxy.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// By which names a server answers. A page can have its own name lead to the loopback address after
/// it was loaded (DNS rebinding), and is then one of the server's own pages to a browser; but its
/// requests still carry that name.
@FunctionalInterface
public interface HostCheck {
  /// Whether to answer a request for `host`, the header of that name, with or without a port.
  boolean allows(String host);

  /// By any name.
  static HostCheck any() {
    return host -> true;
  }

  /// As `localhost`, by any address (which is no name, and cannot be made to lead elsewhere) and by
  /// these names. Ports are not looked at.
  static HostCheck localhostAnd(Collection<String> names) {
    return new Names(
        names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /// Names in lower case.
  record Names(Set<String> names) implements HostCheck {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");

    @Override
    public boolean allows(String host) {
      String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
      return name.equals("localhost")
          || name.endsWith(".localhost")
          || names.contains(name)
          || IPV4.matcher(name).matches()
          || IPV6.matcher(name).matches();
    }
  }
}
