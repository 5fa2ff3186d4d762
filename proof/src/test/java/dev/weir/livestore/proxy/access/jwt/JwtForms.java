package dev.weir.livestore.proxy.access.jwt;

import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.StorePattern;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives any text to what reads tokens, keys and templates, which no one else may call.
public final class JwtForms {
  private static final JwtAuthenticator AUTHENTICATOR = authenticator();

  private JwtForms() {}

  private static JwtAuthenticator authenticator() {
    var keys = new KeySource.Secret("0123456789abcdef0123456789abcdef");
    try {
      return JwtAuthenticator.open(
          JwtConfig.of(keys), TokenSources.defaults(), new OutboundHttp(Duration.ofSeconds(1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Nobody is let in by a token that was not signed.
  public static void readToken(String token) {
    var shown =
        new Credentials(
            Optional.of("Bearer " + token),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try {
      throw new AssertionError("let in: " + AUTHENTICATOR.authenticate(shown));
    } catch (AccessDeniedException e) {
      // as it must be
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The keys are read, or refused.
  public static void readKeys(String text) {
    try {
      Object unused = KeyText.publicKeys(text);
    } catch (IOException e) {
      // refused, as it may be
    }
  }

  /// A claim stands for itself in a template, whatever it holds.
  public static void readTemplate(String text) {
    try {
      List<StorePattern> stores =
          StoreTemplate.parse(text).patterns(new ClaimValues(Map.of("sub", "*a\\")));
      stores.forEach(pattern -> {
        if (!pattern.matches(String.join("", pattern.parts()))) {
          throw new AssertionError(pattern + " does not match its own parts");
        }
      });
    } catch (IllegalArgumentException e) {
      // refused, as it may be
    }
  }
}
