package dev.weir.livestore.syncs2.backend;

import java.net.URI;

/// Where an API proxy is. Unlike the original's, the addresses may have a query.
///
/// Throws [IllegalArgumentException] if one is no `http` or `https` address
public record ProxyEndpoints(URI push, URI pull, URI ping) {
  public ProxyEndpoints {
    requireHttp(push);
    requireHttp(pull);
    requireHttp(ping);
  }

  /// A proxy with one address for all, as in `https://example.com/api/s2`.
  public static ProxyEndpoints at(String url) {
    URI uri = URI.create(url);
    return new ProxyEndpoints(uri, uri, uri);
  }

  /// The address of a pull.
  ///
  /// @param args encoded for a query
  URI pull(String args) {
    String separator = pull.getRawQuery() == null ? "?args=" : "&args=";
    return URI.create(pull + separator + args);
  }

  private static void requireHttp(URI uri) {
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if ((!http && !"https".equalsIgnoreCase(uri.getScheme()))
        || uri.getHost() == null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "an endpoint must be an http or https URL without a fragment, but was " + uri);
    }
  }
}
