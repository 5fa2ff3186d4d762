package dev.weir.livestore.proxy.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which web page made a browser send a request, as far as the browser tells.
///
/// A browser adds its user's cookies to whatever any page sends. So they may count only if the page
/// is one of ours: a header or a body is what the page itself must know, a cookie is not.
///
/// @param origin the page's origin; browsers tell it with each push, and with pulls from elsewhere
/// @param site how the browser itself sees the page, as in `same-origin`; not told over plain HTTP
/// @param host what the request is for
record RequestOrigin(Optional<String> origin, Optional<String> site, Optional<String> host) {
  static RequestOrigin of(ProxyExchange exchange) {
    return new RequestOrigin(
        exchange.headers("origin").stream().findFirst(),
        exchange.headers("sec-fetch-site").stream().findFirst(),
        exchange.headers("host").stream().findFirst());
  }

  /// @param allowedOrigins further pages that are ours. `*` among them does not count: it would let
  ///   each page act for each user
  boolean mayBringCookies(List<String> allowedOrigins) {
    if (origin.filter(allowedOrigins::contains).isPresent()) {
      return true;
    }
    return site.map(RequestOrigin::isOwn).orElseGet(() -> origin.isEmpty() || originIsHost());
  }

  /// `none` is what the user typed.
  private static boolean isOwn(String site) {
    return site.equals("same-origin") || site.equals("none");
  }

  private boolean originIsHost() {
    try {
      URI page = URI.create(origin.orElseThrow());
      URI own = URI.create(page.getScheme() + "://" + host.orElseThrow());
      return page.getHost() != null
          && page.getHost().equalsIgnoreCase(own.getHost())
          && port(page) == port(own);
    } catch (RuntimeException e) { // `null`, as sandboxed pages have it, and whatever is none
      return false;
    }
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
  }
}
