package dev.weir.s2.wire;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Access tokens as JSON: what issues one, the secret that is the answer, and lists.
public final class AccessTokenJson {
  private AccessTokenJson() {}

  /// The body of an issue.
  public static byte[] encode(AccessTokenInfo info) {
    return JsonWriter.write(512, json -> write(json, info));
  }

  /// The token that a client asks for.
  ///
  /// @throws RequestRejectedException `BAD_JSON` if the text is not of the shape, or the id is none
  public static AccessTokenInfo decode(byte[] text) {
    return JsonReader.request(text, AccessTokenJson::read);
  }

  /// The answer to an issue.
  public static byte[] encodeIssued(AccessToken token) {
    return JsonWriter.write(
        128, json -> json.beginObject().name("access_token").string(token.value()).endObject());
  }

  /// The secret that a server issued.
  ///
  /// @throws TransportException if it is none
  public static AccessToken decodeIssued(byte[] text) {
    return JsonReader.response(text, AccessTokenJson::readIssued);
  }

  /// A page of access tokens.
  public static byte[] encodePage(Page<AccessTokenInfo> page) {
    return PageJson.encode("access_tokens", page, AccessTokenJson::write);
  }

  /// The page of access tokens that a server sent.
  ///
  /// @throws TransportException if it is none
  public static Page<AccessTokenInfo> decodePage(byte[] text) {
    return PageJson.decode("access_tokens", text, AccessTokenJson::read);
  }

  private static void write(JsonWriter json, AccessTokenInfo info) {
    json.beginObject().name("id").string(info.id().value());
    json.name("expires_at").orNull(info.expiresAt(), json::dateTime);
    json.name("auto_prefix_streams").bool(info.autoPrefixStreams());
    ScopeJson.write(json.name("scope"), info.scope());
    json.endObject();
  }

  private static AccessTokenInfo read(JsonReader json) throws IOException {
    Optional<AccessTokenId> id = Optional.empty();
    Optional<Instant> expiresAt = Optional.empty();
    boolean autoPrefixStreams = false;
    Optional<AccessTokenScope> scope = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "id" -> id = Optional.of(json.string(AccessTokenId::new));
        case "expires_at" -> expiresAt = json.optional(JsonReader::dateTime);
        case "auto_prefix_streams" ->
            autoPrefixStreams = json.optional(JsonReader::bool).orElse(false);
        case "scope" -> scope = Optional.of(ScopeJson.read(json));
        default -> json.skip();
      }
    }
    return new AccessTokenInfo(
        id.orElseThrow(() -> json.bad("missing field `id`")),
        expiresAt,
        autoPrefixStreams,
        scope.orElseThrow(() -> json.bad("missing field `scope`")));
  }

  private static AccessToken readIssued(JsonReader json) throws IOException {
    Optional<AccessToken> token = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "access_token" -> token = Optional.of(json.string(AccessToken::new));
        default -> json.skip();
      }
    }
    return token.orElseThrow(() -> json.bad("missing field `access_token`"));
  }
}
