package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.internal.JsonText;
import dev.weir.s2.Bytes;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The proxy helpers of npm's `@livestore/sync-s2`, by their own names: the same URLs, headers and
/// bodies, for those who port a proxy from JavaScript.
///
/// A proxy made of these alone loses and repeats events when clients write at once, since its
/// appends are unconditional. Weir's own proxy does not use them.
public final class S2ProxyHelpers {
  private static final String JSON = "application/json";

  private S2ProxyHelpers() {}

  /// Whether the basin goes into a header.
  public static boolean isLiteMode(S2Config config) {
    return config.lite();
  }

  /// The URL of a path under the basin endpoint.
  public static String getBasinUrl(S2Config config, String path) {
    return config.basinBase().orElseGet(() -> "https://" + config.basin() + ".b.aws.s2.dev/v1")
        + path;
  }

  /// The URL of a path under the account endpoint.
  public static String getAccountUrl(S2Config config, String path) {
    return config.accountBase().orElse("https://aws.s2.dev/v1") + path;
  }

  /// The URL of a stream's records.
  ///
  /// @throws IllegalArgumentException if the name holds a lone surrogate
  public static String getStreamRecordsUrl(S2Config config, String stream) {
    return getStreamRecordsUrl(config, stream, StreamReadParams.none());
  }

  /// The URL of a read of a stream's records.
  ///
  /// @throws IllegalArgumentException if the name holds a lone surrogate
  public static String getStreamRecordsUrl(
      S2Config config, String stream, StreamReadParams params) {
    String path = "/streams/" + UriComponent.encode(stream) + "/records";
    return getBasinUrl(config, path) + params.toQuery();
  }

  /// The header that carries the access token.
  public static Map<String, String> getAuthHeaders(String token) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer " + token);
    return headers;
  }

  /// The headers of a read over SSE.
  public static Map<String, String> getSSEHeaders(S2Config config) {
    Map<String, String> headers = basinHeaders(config);
    headers.put("accept", "text/event-stream");
    headers.put("s2-format", "raw");
    return headers;
  }

  /// The headers of an append.
  public static Map<String, String> getPushHeaders(S2Config config) {
    Map<String, String> headers = basinHeaders(config);
    headers.put("content-type", JSON);
    headers.put("s2-format", "raw");
    return headers;
  }

  /// Creates the basin, if it does not exist. Blocks for at most 10 seconds. As in the original, a
  /// failure is not told, not even an interrupt (the thread's flag stays set): the next call to S2
  /// shows whether there is a basin.
  ///
  /// @throws IllegalArgumentException if the account endpoint is no URL
  public static void ensureBasin(HttpClient http, S2Config config) {
    Map<String, String> headers = getAuthHeaders(config.token());
    headers.put("content-type", JSON);
    Provisioning.post(
        http, getAccountUrl(config, "/basins"), headers, member("basin", config.basin()));
  }

  /// Creates the stream, if it does not exist, with the basin's default configuration: S2's own
  /// deletes records after seven days. Blocks and fails as [#ensureBasin].
  ///
  /// @throws IllegalArgumentException if the basin endpoint is no URL
  public static void ensureStream(HttpClient http, S2Config config, String stream) {
    Map<String, String> headers = basinHeaders(config);
    headers.put("content-type", JSON);
    Provisioning.post(http, getBasinUrl(config, "/streams"), headers, member("stream", stream));
  }

  /// The read that answers a pull: from the record after the cursor, over SSE, ending at the tail
  /// unless the pull is live.
  public static S2PullRequest buildPullRequest(S2Config config, PullArgs args) {
    StreamReadParams params =
        StreamReadParams.none().withSeqNum(args.cursor().firstS2SeqNum()).withClamp(true);
    return new S2PullRequest(
        getStreamRecordsUrl(
            config,
            S2StreamNames.makeS2StreamName(args.storeId()),
            args.live() ? params : params.withWaitSeconds(0)),
        getSSEHeaders(config));
  }

  /// The appends that carry a push, in the order to make them; none for no events. Each record's
  /// body is the event's text as it came, where the original writes the event anew.
  ///
  /// @throws S2LimitExceededException if an event is larger than a record may be
  public static List<S2PushRequest> buildPushRequests(
      S2Config config, String storeId, List<EncodedEvent> batch) {
    String url = getStreamRecordsUrl(config, S2StreamNames.makeS2StreamName(storeId));
    Map<String, String> headers = getPushHeaders(config);
    return EventChunks.split(batch).stream()
        .map(chunk -> new S2PushRequest(url, headers, appendBody(chunk)))
        .toList();
  }

  /// The original's answer to a pull that failed: no records.
  public static ProxyResponse emptyBatchResponse() {
    return json(200, "{\"records\":[]}");
  }

  /// The original's answer to a live pull that failed: one ping. A client that gets it asks again
  /// at once.
  public static ProxyResponse sseKeepAliveResponse() {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "text/event-stream");
    headers.put("cache-control", "no-cache");
    return new ProxyResponse(200, headers, Bytes.utf8("event: ping\ndata: {}\n\n"));
  }

  /// The answer to a push that is stored.
  public static ProxyResponse successResponse() {
    return json(200, "{\"success\":true}");
  }

  /// An error with status 500.
  public static ProxyResponse errorResponse(String message) {
    return errorResponse(message, 500);
  }

  /// An error.
  ///
  /// @throws IllegalArgumentException if the status cannot come with a body
  public static ProxyResponse errorResponse(String message, int status) {
    return json(status, member("error", message));
  }

  private static Map<String, String> basinHeaders(S2Config config) {
    Map<String, String> headers = getAuthHeaders(config.token());
    if (isLiteMode(config)) {
      headers.put("s2-basin", config.basin());
    }
    return headers;
  }

  private static String appendBody(List<EncodedEvent> events) {
    var body = new StringBuilder("{\"records\":[");
    for (int i = 0; i < events.size(); i++) {
      JsonText.quote(events.get(i).json(), body.append(i == 0 ? "" : ",").append("{\"body\":"));
      body.append('}');
    }
    return body.append("]}").toString();
  }

  private static String member(String key, String value) {
    var json = new StringBuilder("{\"").append(key).append("\":");
    JsonText.quote(value, json);
    return json.append('}').toString();
  }

  private static ProxyResponse json(int status, String body) {
    return new ProxyResponse(status, Map.of("content-type", JSON), Bytes.utf8(body));
  }
}
