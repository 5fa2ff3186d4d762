package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which keys may have signed what. The key decides on the algorithm and never the token, or a
/// public key could be passed off as a secret.
final class KeyMatch {
  /// What RFC 7518 asks for, in bits: a secret as long as the hash.
  private static final Map<JWSAlgorithm, Integer> SECRET_BITS =
      Map.of(JWSAlgorithm.HS256, 256, JWSAlgorithm.HS384, 384, JWSAlgorithm.HS512, 512);

  private static final int RSA_BITS = 2_048;

  private static final Map<JWSAlgorithm, Curve> CURVES =
      Map.of(
          JWSAlgorithm.ES256, Curve.P_256,
          JWSAlgorithm.ES384, Curve.P_384,
          JWSAlgorithm.ES512, Curve.P_521);

  private KeyMatch() {}

  static boolean fits(JWK key, JWSHeader header) {
    return fits(key, header.getAlgorithm())
        && isNullOr(key.getAlgorithm(), header.getAlgorithm())
        && isNullOr(key.getKeyUse(), KeyUse.SIGNATURE)
        && (header.getKeyID() == null || isNullOr(key.getKeyID(), header.getKeyID()));
  }

  /// PEM and secrets have no ids, and key sets may leave out what is not needed.
  private static boolean isNullOr(@Nullable Object said, Object wanted) {
    return said == null || said.equals(wanted);
  }

  private static boolean fits(JWK key, JWSAlgorithm algorithm) {
    KeyType type = key.getKeyType();
    if (type.equals(KeyType.RSA)) {
      return JWSAlgorithm.Family.RSA.contains(algorithm) && key.size() >= RSA_BITS;
    }
    if (type.equals(KeyType.OCT)) {
      return Optional.ofNullable(SECRET_BITS.get(algorithm))
          .filter(bits -> key.size() >= bits)
          .isPresent();
    }
    return key instanceof ECKey ec && ec.getCurve().equals(CURVES.get(algorithm));
  }
}
