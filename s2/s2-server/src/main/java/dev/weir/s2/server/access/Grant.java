package dev.weir.s2.server.access;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.Operation;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamName;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/// What the caller's token allows. An operation on a resource needs both: the operation, and the
/// resource among those of the token. Neither check looks at what exists, so a refusal tells
/// nothing about it.
///
/// @param token as it was when the request came
/// @param isValid asks whether it still is neither revoked nor expired
record Grant(AccessTokenInfo token, BooleanSupplier isValid) {
  /// @throws RequestRejectedException `PERMISSION_DENIED`
  void require(Operation operation) {
    if (!token.scope().allows(operation)) {
      throw denied("the access token does not allow `" + wireName(operation) + "`");
    }
  }

  /// @throws RequestRejectedException `PERMISSION_DENIED`
  void require(Operation operation, BasinName basin) {
    require(operation);
    if (!token.scope().basins().contains(basin.value())) {
      throw denied("the access token does not cover basin `" + basin + "`");
    }
  }

  /// @param stream as the caller names it
  /// @throws RequestRejectedException `PERMISSION_DENIED`
  void require(Operation operation, BasinName basin, StreamName stream) {
    require(operation, basin);
    String full = namespace().full(stream.value());
    if (!token.scope().streams().contains(full)) {
      throw denied("the access token does not cover stream `" + stream + "`");
    }
  }

  /// @throws RequestRejectedException `PERMISSION_DENIED`
  void require(Operation operation, AccessTokenId id) {
    require(operation);
    if (!token.scope().accessTokens().contains(id.value())) {
      throw denied("the access token does not cover access token `" + id + "`");
    }
  }

  /// @throws RequestRejectedException `AUTHN` once the token is revoked or has expired
  void requireValid() {
    if (!isValid.getAsBoolean()) {
      throw noLongerValid();
    }
  }

  /// How the caller names streams.
  Namespace namespace() {
    return Namespace.of(token);
  }

  static RequestRejectedException denied(String message) {
    return new RequestRejectedException(ErrorCode.PERMISSION_DENIED, message);
  }

  /// The same for unknown, revoked and expired ones: which it is, is nobody's business.
  static RequestRejectedException noLongerValid() {
    return new RequestRejectedException(ErrorCode.AUTHN, "invalid or expired access token");
  }

  private static String wireName(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
