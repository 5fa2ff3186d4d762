package dev.weir.livestore.proxy.access.jwt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which tokens are taken and what they say. Start from [#of(KeySource)] and say which stores.
///
/// @param keys what they are verified with
/// @param issuer what `iss` must be
/// @param audiences of which `aud` must name one; empty means that it is not looked at
/// @param clockSkew how far the issuer's clock may be away
/// @param principalClaim what names the user
/// @param readWrite stores to read and write
/// @param readOnly stores to read
/// @param readScope what `scope` or `scp` must hold to read, if anything; who may write may read
/// @param writeScope what it must hold to write, if anything
public record JwtConfig(
    KeySource keys,
    Optional<String> issuer,
    Set<String> audiences,
    Duration clockSkew,
    String principalClaim,
    List<StoreTemplate> readWrite,
    List<StoreTemplate> readOnly,
    Optional<String> readScope,
    Optional<String> writeScope) {
  public JwtConfig {
    audiences = Set.copyOf(audiences);
    readWrite = List.copyOf(readWrite);
    readOnly = List.copyOf(readOnly);
  }

  /// Any issuer and audience, 60 s of skew, the user in `sub`, and no store at all.
  public static JwtConfig of(KeySource keys) {
    return new JwtConfig(
        keys,
        Optional.empty(),
        Set.of(),
        Duration.ofSeconds(60),
        "sub",
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same for tokens of one issuer.
  public JwtConfig withIssuer(String issuer) {
    return new JwtConfig(
        keys,
        Optional.of(issuer),
        audiences,
        clockSkew,
        principalClaim,
        readWrite,
        readOnly,
        readScope,
        writeScope);
  }

  /// The same for tokens for one of these audiences; for any, if there are none.
  public JwtConfig withAudiences(Set<String> audiences) {
    return new JwtConfig(
        keys,
        issuer,
        audiences,
        clockSkew,
        principalClaim,
        readWrite,
        readOnly,
        readScope,
        writeScope);
  }

  /// The same with another skew.
  public JwtConfig withClockSkew(Duration skew) {
    return new JwtConfig(
        keys, issuer, audiences, skew, principalClaim, readWrite, readOnly, readScope, writeScope);
  }

  /// The same with the user in another claim.
  public JwtConfig withPrincipalClaim(String claim) {
    return new JwtConfig(
        keys, issuer, audiences, clockSkew, claim, readWrite, readOnly, readScope, writeScope);
  }

  /// The same for these stores.
  public JwtConfig withStores(List<StoreTemplate> readWrite, List<StoreTemplate> readOnly) {
    return new JwtConfig(
        keys,
        issuer,
        audiences,
        clockSkew,
        principalClaim,
        readWrite,
        readOnly,
        readScope,
        writeScope);
  }

  /// The same, asking for a scope to read.
  public JwtConfig withReadScope(String scope) {
    return new JwtConfig(
        keys,
        issuer,
        audiences,
        clockSkew,
        principalClaim,
        readWrite,
        readOnly,
        Optional.of(scope),
        writeScope);
  }

  /// The same, asking for a scope to write.
  public JwtConfig withWriteScope(String scope) {
    return new JwtConfig(
        keys,
        issuer,
        audiences,
        clockSkew,
        principalClaim,
        readWrite,
        readOnly,
        readScope,
        Optional.of(scope));
  }
}
