package dev.weir.livestore.proxy.access.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authenticator;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Grant;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.TokenSources;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import dev.weir.s2.Bytes;
import java.io.IOException;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/// Knows whoever brings a JSON Web Token that a trusted issuer has signed: HS256, HS384, HS512, and
/// RS, PS and ES with 256, 384 and 512. The grants of the principal come from its claims.
public final class JwtAuthenticator implements Authenticator {
  private static final System.Logger LOG = System.getLogger(JwtAuthenticator.class.getName());

  /// A signature costs far more than a hash. What was verified counts on for so long at most, also
  /// where its key was withdrawn meanwhile.
  private static final Duration VERIFIED_FOR = Duration.ofSeconds(60);

  private static final long MOST_VERIFIED = 10_000;

  private final JwtConfig config;
  private final TokenSources sources;
  private final KeyCache keys;
  private final InstantSource clock;
  private final Cache<Bytes, Principal> verified;

  JwtAuthenticator(
      JwtConfig config,
      TokenSources sources,
      KeyCache keys,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.config = config;
    this.sources = sources;
    this.keys = keys;
    this.clock = clock;
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(MOST_VERIFIED)
            .expireAfterWrite(VERIFIED_FOR)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /// An authenticator with the keys that `config` names. Keys behind a URL that does not answer are
  /// asked for again later; those in a file must be there.
  ///
  /// @param http asked for keys behind a URL; it stays the caller's to close
  /// @throws IOException if the file of keys cannot be used
  public static JwtAuthenticator open(JwtConfig config, TokenSources sources, OutboundHttp http)
      throws IOException {
    var reader = new KeyReader(config.keys(), http);
    var keys = new KeyCache(reader, KeyTimes.of(config.keys()), System::nanoTime);
    try {
      keys.open();
    } catch (IOException e) {
      if (!(config.keys() instanceof KeySource.JwksUrl(var url))) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "no keys from "
                  + url
                  + " yet: "
                  + e.getMessage()
                  + ". Nobody with a token of theirs is let in before");
    }
    return new JwtAuthenticator(config, sources, keys, InstantSource.system(), System::nanoTime);
  }

  @Override
  public Principal authenticate(Credentials credentials) throws InterruptedException {
    BearerToken token = sources.require(credentials);
    var hash = Bytes.wrap(token.sha256());
    Principal principal = verified.getIfPresent(hash);
    if (principal == null) {
      principal = verify(token);
      verified.put(hash, principal);
    }
    if (principal.expiresAt().filter(clock.instant()::isBefore).isEmpty()) {
      throw AccessDeniedException.unauthenticated();
    }
    return principal;
  }

  private Principal verify(BearerToken token) throws InterruptedException {
    try {
      SignedJWT jwt = SignedJWT.parse(token.value());
      return principal(processor(jwt.getHeader()).process(jwt, null));
    } catch (AccessDeniedException e) {
      throw e;
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      // Its message may hold part of the token.
      LOG.log(
          System.Logger.Level.DEBUG, () -> "a token was refused: " + e.getClass().getSimpleName());
      throw AccessDeniedException.unauthenticated();
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(JWSHeader header)
      throws InterruptedException {
    List<Key> fitting = KeyConverter.toJavaKeys(keys.matching(header));
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector((sameHeader, context) -> fitting);
    processor.setJWTClaimsSetVerifier(new Claims(config, clock));
    return processor;
  }

  private Principal principal(JWTClaimsSet claims) {
    var values = new ClaimValues(claims.getClaims());
    String name =
        values.texts(config.principalClaim()).stream()
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElseThrow(AccessDeniedException::unauthenticated);
    Instant end = claims.getExpirationTime().toInstant().plus(config.clockSkew());
    return new Principal(name).until(end).withGrants(grants(values));
  }

  private List<Grant> grants(ClaimValues claims) {
    Set<String> scopes = claims.scopes();
    boolean mayWrite = config.writeScope().map(scopes::contains).orElse(true);
    boolean mayRead =
        config.readScope().map(scopes::contains).orElse(true)
            || (config.writeScope().isPresent() && mayWrite);
    var grants = new ArrayList<Grant>();
    if (mayRead) {
      config.readWrite().stream()
          .flatMap(template -> template.patterns(claims).stream())
          .forEach(stores -> grants.add(new Grant(stores, mayWrite)));
      config.readOnly().stream()
          .flatMap(template -> template.patterns(claims).stream())
          .forEach(stores -> grants.add(Grant.read(stores)));
    }
    return grants;
  }
}
