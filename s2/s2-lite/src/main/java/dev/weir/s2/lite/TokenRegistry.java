package dev.weir.s2.lite;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.Bytes;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Operation;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.ResourceSet;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// The access tokens: one row by id, and one by the secret's hash that leads to it. Issuing and
/// revoking are decided on the commit thread.
///
/// An expired token stays in the list, and its id in use, until it is revoked.
final class TokenRegistry {
  private final Committer committer;
  private final Reads reads;
  private final Time time;
  private final SecureRandom random = new SecureRandom();
  private final TokenCache cache = new TokenCache();

  TokenRegistry(Committer committer, Reads reads, Time time) {
    this.committer = committer;
    this.reads = reads;
    this.time = time;
  }

  /// Forgets what was read from the storage, which was opened anew.
  void reopened() {
    cache.clear();
  }

  AccessToken issue(AccessTokenInfo info) {
    check(info);
    AccessToken secret = TokenSecret.random(random);
    var row = new AccessTokenRow(TokenSecret.hash(secret), info);
    return committer.change(
        "the issue of " + describe(info.id()),
        staging -> {
          byte[] key = Keys.accessToken(info.id().value());
          if (staging.row(key).isPresent()) {
            throw new RequestRejectedException(
                ErrorCode.RESOURCE_ALREADY_EXISTS, describe(info.id()) + " already exists");
          }
          staging.put(key, row.encode());
          staging.put(
              Keys.accessTokenHash(row.hash()), info.id().value().getBytes(StandardCharsets.UTF_8));
          return secret;
        });
  }

  Page<AccessTokenInfo> list(ListRequest request) {
    byte[] table = Keys.accessToken("");
    return Listing.of(
        reads,
        "the access tokens",
        table,
        request.requireAccessTokenBounds(),
        (id, row) -> AccessTokenRow.decode(row).info());
  }

  void revoke(AccessTokenId id) {
    Bytes unused =
        committer.change(
            "the revocation of " + describe(id),
            staging -> {
              byte[] key = Keys.accessToken(id.value());
              Bytes hash =
                  AccessTokenRow.decode(staging.row(key).orElseThrow(() -> notFound(id))).hash();
              staging.delete(key);
              staging.delete(Keys.accessTokenHash(hash));
              staging.afterCommit(() -> cache.revoke(hash));
              return hash;
            });
  }

  Optional<AccessTokenInfo> authenticate(AccessToken secret) {
    if (!TokenSecret.isPlausible(secret)) {
      return Optional.empty();
    }
    Bytes hash = TokenSecret.hash(secret);
    return cache
        .get(hash)
        .or(() -> read(hash))
        .filter(row -> !row.isExpired(now()))
        .map(AccessTokenRow::info);
  }

  private Optional<AccessTokenRow> read(Bytes hash) {
    long era = cache.era();
    Optional<AccessTokenRow> found =
        reads.call(
            "an access token",
            storage -> {
              Optional<byte[]> id = storage.get(Keys.accessTokenHash(hash));
              if (id.isEmpty()) {
                return Optional.empty();
              }
              String name = new String(id.get(), StandardCharsets.UTF_8);
              Optional<byte[]> row = storage.get(Keys.accessToken(name));
              // The id may be another token's by now: revoked and issued anew between the reads.
              return row.isEmpty()
                  ? Optional.empty()
                  : Optional.of(AccessTokenRow.decode(row.get()))
                      .filter(read -> read.hash().equals(hash));
            });
    found.ifPresent(row -> cache.put(row, era));
    return found;
  }

  private void check(AccessTokenInfo info) {
    if (info.autoPrefixStreams() && !(info.scope().streams() instanceof ResourceSet.Prefix)) {
      throw invalid("Auto prefixing is only allowed for streams with prefix matching");
    }
    if (Arrays.stream(Operation.values()).noneMatch(info.scope()::allows)) {
      throw invalid("Access token permissions cannot be empty");
    }
    if (info.expiresAt().filter(at -> !now().isBefore(at)).isPresent()) {
      throw invalid("Access token expiry must be in the future");
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(time.epochMillis());
  }

  private static RequestRejectedException invalid(String message) {
    return new RequestRejectedException(ErrorCode.INVALID, message);
  }

  private static RequestRejectedException notFound(AccessTokenId id) {
    return new RequestRejectedException(
        ErrorCode.ACCESS_TOKEN_NOT_FOUND, describe(id) + " not found");
  }

  private static String describe(AccessTokenId id) {
    return "access token `" + id + "`";
  }
}
