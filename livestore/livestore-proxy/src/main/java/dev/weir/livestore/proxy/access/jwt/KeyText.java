package dev.weir.livestore.proxy.access.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Keys as text: a JSON Web Key Set, PEM, or a secret.
final class KeyText {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  /// HS256's least, as RFC 7518 has it.
  private static final int LEAST_SECRET_BYTES = 32;

  private KeyText() {}

  static List<JWK> publicKeys(String text) throws IOException {
    try {
      return text.contains("-----BEGIN ") ? pem(text) : JWKSet.parse(text).getKeys();
    } catch (ParseException | IllegalArgumentException e) {
      // Its message may hold what it could not read.
      throw new IOException("it is neither a JSON Web Key Set nor PEM");
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IOException("a key in it cannot be used", e);
    }
  }

  static List<JWK> secret(String text) throws IOException {
    byte[] secret = text.getBytes(StandardCharsets.UTF_8);
    if (secret.length < LEAST_SECRET_BYTES) {
      throw new IOException(
          "the secret has "
              + secret.length
              + " bytes; it needs "
              + LEAST_SECRET_BYTES
              + " at least, as it must not be guessed");
    }
    return List.of(new OctetSequenceKey.Builder(secret).build());
  }

  private static List<JWK> pem(String text)
      throws GeneralSecurityException, JOSEException, IOException {
    var keys = new ArrayList<JWK>();
    for (MatchResult part : PEM.matcher(text).results().toList()) {
      byte[] der = Base64.getMimeDecoder().decode(part.group(2));
      keys.add(jwk(part.group(1), der));
    }
    return keys;
  }

  private static JWK jwk(String kind, byte[] der)
      throws GeneralSecurityException, JOSEException, IOException {
    return switch (kind) {
      case "PUBLIC KEY" -> jwk(publicKey(der));
      case "CERTIFICATE" ->
          jwk(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der))
                  .getPublicKey());
      default ->
          throw new IOException(
              "it holds a " + kind + ". Give a PUBLIC KEY or a CERTIFICATE, nothing private");
    };
  }

  private static JWK jwk(PublicKey key) throws IOException {
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
      default -> throw new IOException("a key is for " + key.getAlgorithm() + ", not RSA or EC");
    };
  }

  private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
    var spec = new X509EncodedKeySpec(der);
    try {
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      return KeyFactory.getInstance("EC").generatePublic(spec);
    }
  }
}
