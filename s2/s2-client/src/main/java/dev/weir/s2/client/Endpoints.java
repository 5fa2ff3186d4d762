package dev.weir.s2.client;

import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/// Where an account and its basins are reached.
///
/// An endpoint is `[scheme://]host[:port][path]`: without a scheme it is `https`, without a path it
/// is `/v1` (a lone `/` is a path).
///
/// Throws [InvalidInputException] if an endpoint is empty, no URL, or has credentials, a query or a
/// fragment
///
/// @param account the endpoint of the account
/// @param basin the endpoint of a basin; `{basin}` in it stands for the basin's name
/// @param addressing how a request says which basin it means
public record Endpoints(String account, String basin, Addressing addressing) {
  private static final String CLOUD_ACCOUNT = "https://a.s2.dev/v1";
  private static final String CLOUD_BASIN = "https://{basin}.b.s2.dev/v1";
  private static final String BASIN = "{basin}";

  /// S2 Cloud.
  public static final Endpoints CLOUD =
      new Endpoints(CLOUD_ACCOUNT, CLOUD_BASIN, Addressing.BY_HOST);

  public Endpoints {
    account = normalise(account);
    basin = normalise(basin);
    if (account.contains(BASIN)) {
      throw new InvalidInputException("the account's endpoint cannot depend on the basin");
    }
  }

  /// How a request says which basin it means.
  public enum Addressing {
    /// By the endpoint alone.
    BY_HOST,
    /// By the header `s2-basin`, and by the endpoint where `{basin}` stands in it.
    BY_HEADER
  }

  /// One endpoint for all, as of s2-lite and of Weir's own server.
  public static Endpoints single(String endpoint) {
    return new Endpoints(endpoint, endpoint, Addressing.BY_HEADER);
  }

  /// `S2_ACCOUNT_ENDPOINT` and `S2_BASIN_ENDPOINT`; S2 Cloud's for the one that is not set.
  static Endpoints fromEnv(Map<String, String> env) {
    var basin = Optional.ofNullable(env.get("S2_BASIN_ENDPOINT"));
    return new Endpoints(
        env.getOrDefault("S2_ACCOUNT_ENDPOINT", CLOUD_ACCOUNT),
        basin.orElse(CLOUD_BASIN),
        basin.isPresent() ? Addressing.BY_HEADER : Addressing.BY_HOST);
  }

  /// The URL that a basin's paths are appended to.
  String of(BasinName name) {
    return basin.replace(BASIN, name.value());
  }

  boolean areCleartext() {
    return account.startsWith("http:") && basin.startsWith("http:");
  }

  private static String normalise(String endpoint) {
    check(!endpoint.isBlank(), "it is empty");
    String url = endpoint.contains("://") ? endpoint : "https://" + endpoint;
    check(url.startsWith("https://") || url.startsWith("http://"), "it is neither http nor https");
    check(url.indexOf('?') < 0 && url.indexOf('#') < 0, "it has a query or a fragment");
    check(url.indexOf('@') < 0, "it has credentials");
    check(HttpUrl.parse(url.replace(BASIN, "basin")) != null, "it is not a URL");
    int slash = url.indexOf('/', url.indexOf("://") + 3);
    return slash < 0 ? url + "/v1" : withoutTrailingSlash(url);
  }

  private static String withoutTrailingSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /// The endpoint stays out of the message, since what is wrong with it may be a secret in it.
  private static void check(boolean ok, String what) {
    if (!ok) {
      throw new InvalidInputException(
          "an S2 endpoint cannot be used: " + what + ". Expected [scheme://]host[:port][path]");
    }
  }
}
