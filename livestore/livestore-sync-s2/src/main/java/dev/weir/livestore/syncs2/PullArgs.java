package dev.weir.livestore.syncs2;

import dev.weir.livestore.sync.internal.JsonText;
import java.io.IOException;
import java.util.Optional;

/// What a client asks for with a pull: the `args` of its URL.
///
/// Throws [IllegalArgumentException] if `payloadJson` is not one JSON value
///
/// @param storeId any text, lone surrogates included; S2's names are derived from it elsewhere
/// @param cursor what the client has already
/// @param live whether the client waits for events to come
/// @param payloadJson the application's sync payload as JSON, verbatim (lone surrogates become
///   escapes); missing where the client sent none, which differs from `null`
public record PullArgs(String storeId, Cursor cursor, boolean live, Optional<String> payloadJson) {
  public PullArgs {
    payloadJson.ifPresent(PullArgs::checkPayload);
    payloadJson = payloadJson.map(JsonText::escapeLoneSurrogates);
  }

  /// Reads the value of `args`, percent-decoded once as every server does.
  ///
  /// The original decodes it a second time, and so breaks payloads that hold a percent sign. Here
  /// that happens only if the value is no JSON yet, for clients that encode twice.
  ///
  /// @throws MalformedRequestException if neither is JSON, or a key is missing or wrong; unknown
  ///   keys are ignored
  public static PullArgs decode(String argsParameter) {
    return PullArgsJson.decode(argsParameter);
  }

  /// Reads the `args` of a query, with the rules of JavaScript's `URLSearchParams`: `+` is a space,
  /// what is no escape stands for itself, and the last of several counts. Unlike there, escapes
  /// that are no UTF-8 are refused, since replacing them could turn one store's name into
  /// another's.
  ///
  /// @param rawQuery the URL's query as received, without its question mark
  /// @throws MalformedRequestException as [#decode(String)], or if there are no `args`
  public static PullArgs fromQuery(String rawQuery) {
    return decode(
        UriComponent.lastParameter(rawQuery, "args")
            .orElseThrow(
                () -> new MalformedRequestException("the query has no parameter named args")));
  }

  /// The value of `args` for a URL, byte for byte as the original client sends it, if the payload
  /// is written as JavaScript writes JSON.
  public String toQueryParameter() {
    return UriComponent.encode(PullArgsJson.encode(this));
  }

  private static void checkPayload(String json) {
    try {
      JsonText.checkValue(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "payloadJson must be one JSON value: " + JsonText.problem(e), e);
    }
  }
}
