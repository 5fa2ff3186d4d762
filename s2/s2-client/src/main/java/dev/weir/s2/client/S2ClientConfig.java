package dev.weir.s2.client;

import dev.weir.s2.AccessToken;
import dev.weir.s2.InvalidInputException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How a client reaches S2. Start from [#cloud], [#at] or [#fromEnv] and change what differs.
///
/// Throws [InvalidInputException] if a timeout is not positive
///
/// @param endpoints where the account and its basins are
/// @param accessToken sent with every request, if given; S2 Cloud wants one
/// @param connectTimeout for a connection to be made; 3 s by default
/// @param requestTimeout for one attempt of a call, all of it, or of an open read until it is
///   answered, or of an append session's batch until it is acknowledged; 5 s by default. A read
///   that waits at the tail gets its wait in addition
/// @param heartbeatTimeout the silence after which an open read is taken for broken and is resumed;
///   20 s by default. S2 breaks the silence every 5 to 15 s
/// @param retry how often a call is tried that can be repeated without harm, and how often an
///   append is where `appendRetry` lets it
/// @param followRetry how often an open read without limit and wait is resumed without a record
///   arriving; [RetryPolicy#FOLLOW] by default, so that a follower outlives an outage of any
///   length. What cannot pass, such as a deleted stream, ends it all the same; and to open it,
///   `retry` holds
/// @param appendRetry when an append may be sent again; by default only where the first attempt
///   certainly appended nothing
/// @param cleartext what is spoken without encryption; HTTP/2 by default
/// @param compression of record data; none by default
/// @param readTransport how open reads travel; framed protobuf by default
/// @param network what lies between: proxy, certificates, user agent
public record S2ClientConfig(
    Endpoints endpoints,
    Optional<AccessToken> accessToken,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration heartbeatTimeout,
    RetryPolicy retry,
    RetryPolicy followRetry,
    AppendRetry appendRetry,
    Cleartext cleartext,
    Compression compression,
    ReadTransport readTransport,
    Network network) {
  public S2ClientConfig {
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("requestTimeout", requestTimeout);
    requirePositive("heartbeatTimeout", heartbeatTimeout);
  }

  /// S2 Cloud.
  public static S2ClientConfig cloud(AccessToken accessToken) {
    return withDefaults(Endpoints.CLOUD, Optional.of(accessToken));
  }

  /// A server that holds all basins, such as s2-lite or Weir's own, without an access token.
  ///
  /// @param endpoint such as `http://localhost:4566`; see [Endpoints]
  public static S2ClientConfig at(String endpoint) {
    return withDefaults(Endpoints.single(endpoint), Optional.empty());
  }

  /// What the environment says: `S2_ACCESS_TOKEN`, `S2_ACCOUNT_ENDPOINT` and `S2_BASIN_ENDPOINT`.
  /// S2 Cloud's endpoint stands in for the one that is not set.
  ///
  /// @param env such as `System.getenv()`
  /// @throws InvalidInputException if one of them is set to what it cannot be
  public static S2ClientConfig fromEnv(Map<String, String> env) {
    var token = Optional.ofNullable(env.get("S2_ACCESS_TOKEN")).map(AccessToken::new);
    return withDefaults(Endpoints.fromEnv(env), token);
  }

  /// The same, with this access token.
  public S2ClientConfig withAccessToken(AccessToken accessToken) {
    var draft = new Draft(this);
    draft.accessToken = Optional.of(accessToken);
    return draft.config();
  }

  /// The same, with this time for a connection to be made.
  public S2ClientConfig withConnectTimeout(Duration connectTimeout) {
    var draft = new Draft(this);
    draft.connectTimeout = connectTimeout;
    return draft.config();
  }

  /// The same, with this time for one attempt of a call.
  public S2ClientConfig withRequestTimeout(Duration requestTimeout) {
    var draft = new Draft(this);
    draft.requestTimeout = requestTimeout;
    return draft.config();
  }

  /// The same, with this silence after which an open read is resumed.
  public S2ClientConfig withHeartbeatTimeout(Duration heartbeatTimeout) {
    var draft = new Draft(this);
    draft.heartbeatTimeout = heartbeatTimeout;
    return draft.config();
  }

  /// The same, with other retries.
  public S2ClientConfig withRetry(RetryPolicy retry) {
    var draft = new Draft(this);
    draft.retry = retry;
    return draft.config();
  }

  /// The same, with open reads without limit and wait resumed so.
  public S2ClientConfig withFollowRetry(RetryPolicy followRetry) {
    var draft = new Draft(this);
    draft.followRetry = followRetry;
    return draft.config();
  }

  /// The same, speaking this on `http://`.
  public S2ClientConfig withCleartext(Cleartext cleartext) {
    var draft = new Draft(this);
    draft.cleartext = cleartext;
    return draft.config();
  }

  /// The same, sending appends again so.
  public S2ClientConfig withAppendRetry(AppendRetry appendRetry) {
    var draft = new Draft(this);
    draft.appendRetry = appendRetry;
    return draft.config();
  }

  /// The same, compressing record data so.
  public S2ClientConfig withCompression(Compression compression) {
    var draft = new Draft(this);
    draft.compression = compression;
    return draft.config();
  }

  /// The same, with open reads travelling so.
  public S2ClientConfig withReadTransport(ReadTransport readTransport) {
    var draft = new Draft(this);
    draft.readTransport = readTransport;
    return draft.config();
  }

  /// The same, over this network.
  public S2ClientConfig withNetwork(Network network) {
    var draft = new Draft(this);
    draft.network = network;
    return draft.config();
  }

  private static S2ClientConfig withDefaults(Endpoints endpoints, Optional<AccessToken> token) {
    return new S2ClientConfig(
        endpoints,
        token,
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        RetryPolicy.DEFAULT,
        RetryPolicy.FOLLOW,
        AppendRetry.NO_SIDE_EFFECTS,
        Cleartext.HTTP_2,
        Compression.NONE,
        ReadTransport.S2S,
        Network.DEFAULT);
  }

  /// A copy on its way to becoming another configuration.
  private static final class Draft {
    private final Endpoints endpoints;
    private Optional<AccessToken> accessToken;
    private Duration connectTimeout;
    private Duration requestTimeout;
    private Duration heartbeatTimeout;
    private RetryPolicy retry;
    private RetryPolicy followRetry;
    private AppendRetry appendRetry;
    private Cleartext cleartext;
    private Compression compression;
    private ReadTransport readTransport;
    private Network network;

    Draft(S2ClientConfig config) {
      endpoints = config.endpoints;
      accessToken = config.accessToken;
      connectTimeout = config.connectTimeout;
      requestTimeout = config.requestTimeout;
      heartbeatTimeout = config.heartbeatTimeout;
      retry = config.retry;
      followRetry = config.followRetry;
      appendRetry = config.appendRetry;
      cleartext = config.cleartext;
      compression = config.compression;
      readTransport = config.readTransport;
      network = config.network;
    }

    S2ClientConfig config() {
      return new S2ClientConfig(
          endpoints,
          accessToken,
          connectTimeout,
          requestTimeout,
          heartbeatTimeout,
          retry,
          followRetry,
          appendRetry,
          cleartext,
          compression,
          readTransport,
          network);
    }
  }

  private static void requirePositive(String name, Duration timeout) {
    if (!timeout.isPositive()) {
      throw new InvalidInputException(name + " was " + timeout + ", must be positive");
    }
  }
}
