package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.BasinName;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RequestToken;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.PercentCoding;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.S2Headers;
import dev.weir.s2.wire.StreamJson;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// One request, with what S2 reads from it. Each accessor refuses what S2 would.
final class S2Request {
  private final ServiceRequestContext context;
  private final HttpRequest http;
  private final String rawQuery;
  private final RequestBody body;

  S2Request(ServiceRequestContext context, HttpRequest http, String rawQuery, RequestBody body) {
    this.context = context;
    this.http = http;
    this.rawQuery = rawQuery;
    this.body = body;
  }

  ServiceRequestContext context() {
    return context;
  }

  String rawQuery() {
    return rawQuery;
  }

  static AccessTokenId accessTokenId(String segment) {
    return name(segment, AccessTokenId::new);
  }

  static BasinName basinName(String segment) {
    return name(segment, BasinName::new);
  }

  static StreamName streamName(String segment) {
    return name(segment, StreamName::new);
  }

  /// The basin that the header names.
  BasinName basin() {
    String value =
        header(S2Headers.BASIN)
            .orElseThrow(() -> badHeader("Missing header `" + S2Headers.BASIN + "`"));
    return fromHeader(S2Headers.BASIN, value, BasinName::new);
  }

  Optional<RequestToken> requestToken() {
    return header(S2Headers.REQUEST_TOKEN)
        .map(value -> fromHeader(S2Headers.REQUEST_TOKEN, value, RequestToken::new));
  }

  RecordFormat format() {
    return header(S2Headers.FORMAT).map(RecordFormat::parse).orElse(RecordFormat.RAW);
  }

  /// What the caller brings to the stream that it uses.
  StreamOptions streamOptions() {
    var options = StreamOptions.NONE;
    var key = header(S2Headers.ENCRYPTION_KEY);
    if (key.isPresent()) {
      options =
          options.withEncryptionKey(
              fromHeader(S2Headers.ENCRYPTION_KEY, key.get(), EncryptionKey::new));
    }
    var config = header(S2Headers.STREAM_CONFIG);
    return config.isPresent()
        ? options.withConfigIfCreated(StreamJson.decodeHeader(config.get()))
        : options;
  }

  Optional<String> lastEventId() {
    return header(S2Headers.LAST_EVENT_ID);
  }

  /// The first media type of `accept`, without parameters; empty text where there is none.
  String accepted() {
    return mediaType(header(HttpHeaderNames.ACCEPT));
  }

  /// The media type of the body, without parameters; empty text where there is none.
  String contentType() {
    return mediaType(header(HttpHeaderNames.CONTENT_TYPE));
  }

  /// Whether a session in frames is asked for.
  boolean isSession() {
    return Sessions.isOne(http);
  }

  /// How to compress the frames that are sent.
  FrameCompression compression() {
    return FrameCompression.accepted(
        String.join(",", http.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING)));
  }

  /// The body, which must be JSON.
  byte[] json() {
    if (!isJson(contentType())) {
      throw new RequestRejectedException(
          ErrorCode.BAD_JSON, "Expected request with `Content-Type: application/json`");
    }
    return bytes(ErrorCode.BAD_JSON);
  }

  /// The body, which is protobuf.
  byte[] protobuf() {
    return bytes(ErrorCode.BAD_PROTO);
  }

  /// How the answer's body may be compressed.
  FrameCompression acceptedEncoding() {
    return FrameCompression.acceptedForBody(
        String.join(",", http.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING)));
  }

  /// The body where it may be left out.
  Optional<byte[]> optionalJson() {
    if (!http.headers().contains(HttpHeaderNames.CONTENT_TYPE)) {
      return Optional.empty();
    }
    return Optional.of(json()).filter(json -> json.length > 0);
  }

  private byte[] bytes(ErrorCode refusal) {
    String encoding = header(HttpHeaderNames.CONTENT_ENCODING).orElse("identity");
    return body.bytes(
        FrameCompression.ofCoding(encoding).orElseThrow(UnsupportedContentEncodingException::new),
        refusal);
  }

  static boolean isProtobuf(String mediaType) {
    return mediaType.equals("application/protobuf") || mediaType.equals("application/x-protobuf");
  }

  private static boolean isJson(String mediaType) {
    return mediaType.equals("application/json")
        || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
  }

  private static String mediaType(Optional<String> header) {
    return mediaType(header.orElse(""));
  }

  /// The first media type of a header's value, without parameters.
  static String mediaType(String header) {
    String first = header.split(",", 2)[0];
    return first.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private Optional<String> header(CharSequence name) {
    return Optional.ofNullable(http.headers().get(name)); // the first, where there are several
  }

  private static <T> T name(String segment, Function<String, T> parse) {
    try {
      return parse.apply(PercentCoding.decode(segment));
    } catch (CharacterCodingException e) {
      throw new RequestRejectedException(ErrorCode.BAD_PATH, "Invalid path: not UTF-8", e);
    } catch (InvalidInputException e) {
      throw new RequestRejectedException(ErrorCode.BAD_PATH, String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T fromHeader(String name, String value, Function<String, T> parse) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw badHeader("Invalid header `" + name + "`: not UTF-8");
    }
    try {
      return parse.apply(value);
    } catch (InvalidInputException e) {
      throw badHeader("Invalid header `" + name + "`: " + e.getMessage());
    }
  }

  private static RequestRejectedException badHeader(String message) {
    return new RequestRejectedException(ErrorCode.BAD_HEADER, message);
  }

  /// A body in an encoding that we cannot read; answered without a body of ours.
  static final class UnsupportedContentEncodingException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
