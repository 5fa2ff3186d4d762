package dev.weir.livestore.syncs2;

import java.util.Optional;

/// How the proxy helpers reach S2.
///
/// @param basin the basin that holds the streams
/// @param token the access token; never shown by [#toString()]
/// @param accountBase the account endpoint up to and including `/v1`, if not S2 Cloud's
/// @param basinBase the basin endpoint up to and including `/v1`, if not S2 Cloud's
/// @param lite whether the basin goes into a header, as s2-lite wants it, because the host does not
///   name it
public record S2Config(
    String basin,
    String token,
    Optional<String> accountBase,
    Optional<String> basinBase,
    boolean lite) {

  /// S2 Cloud.
  public static S2Config of(String basin, String token) {
    return new S2Config(basin, token, Optional.empty(), Optional.empty(), false);
  }

  /// The same with another account endpoint.
  public S2Config withAccountBase(String accountBase) {
    return new S2Config(basin, token, Optional.of(accountBase), basinBase, lite);
  }

  /// The same with another basin endpoint.
  public S2Config withBasinBase(String basinBase) {
    return new S2Config(basin, token, accountBase, Optional.of(basinBase), lite);
  }

  /// The same, with the basin in a header or not.
  public S2Config withLite(boolean lite) {
    return new S2Config(basin, token, accountBase, basinBase, lite);
  }

  @Override
  public String toString() {
    return "S2Config[basin=%s, accountBase=%s, basinBase=%s, lite=%s]"
        .formatted(basin, accountBase, basinBase, lite);
  }
}
