package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/// What a token must say of itself: for whom, by whom, and until when.
final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
  private final InstantSource clock;

  Claims(JwtConfig config, InstantSource clock) {
    super(
        config.audiences().isEmpty() ? null : config.audiences(),
        issuedBy(config),
        Set.of("exp"),
        Set.of());
    this.clock = clock;
    setMaxClockSkew(Math.toIntExact(config.clockSkew().toSeconds()));
  }

  private static JWTClaimsSet issuedBy(JwtConfig config) {
    var claims = new JWTClaimsSet.Builder();
    config.issuer().ifPresent(claims::issuer);
    return claims.build();
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }
}
