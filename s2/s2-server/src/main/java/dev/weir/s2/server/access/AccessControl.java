package dev.weir.s2.server.access;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.Authenticator;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Whether callers must show an access token, and what it gets them.
public sealed interface AccessControl {
  /// Everybody may do everything.
  static AccessControl none() {
    return new None();
  }

  /// Callers must show a token.
  ///
  /// @param root whose holder may do everything; give it at least 128 random bits
  /// @param issued knows all other tokens
  static AccessControl byToken(AccessToken root, Authenticator issued) {
    return new ByToken(root, issued);
  }

  /// The store as a caller may use it who shows something. May block.
  ///
  /// @param authorization the request's header of that name
  /// @throws RequestRejectedException `AUTHN` if it holds no token that is good now
  S2 authorize(String authorization, S2 store);

  /// The store as a caller may use it whose request has no header `authorization`.
  ///
  /// @throws RequestRejectedException `AUTHN` if callers must show a token
  S2 authorize(S2 store);

  /// Everybody may do everything.
  record None() implements AccessControl {
    @Override
    public S2 authorize(String authorization, S2 store) {
      return store;
    }

    @Override
    public S2 authorize(S2 store) {
      return store;
    }
  }

  /// Callers must show a token.
  record ByToken(AccessToken root, Authenticator issued) implements AccessControl {
    private static final String SCHEME = "bearer ";

    @Override
    public S2 authorize(S2 store) {
      throw refused("missing access token: send the header `authorization: Bearer <token>`");
    }

    @Override
    public S2 authorize(String authorization, S2 store) {
      AccessToken shown = parse(authorization);
      // In constant time: how long a comparison takes must not tell how much of a guess was right.
      if (MessageDigest.isEqual(bytes(shown), bytes(root))) {
        return store;
      }
      AccessTokenInfo token = issued.authenticate(shown).orElseThrow(Grant::noLongerValid);
      return new ScopedS2(store, new Grant(token, () -> issued.authenticate(shown).isPresent()));
    }

    private static AccessToken parse(String value) {
      if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
        throw refused("malformed header `authorization`: expected `Bearer <token>`");
      }
      try {
        return new AccessToken(value.substring(SCHEME.length()).strip());
      } catch (InvalidInputException e) {
        throw refused("malformed header `authorization`: " + e.getMessage());
      }
    }

    private static byte[] bytes(AccessToken token) {
      return token.value().getBytes(StandardCharsets.US_ASCII);
    }

    private static RequestRejectedException refused(String message) {
      return new RequestRejectedException(ErrorCode.AUTHN, message);
    }
  }
}
