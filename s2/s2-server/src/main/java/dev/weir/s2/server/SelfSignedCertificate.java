package dev.weir.s2.server;

import com.linecorp.armeria.common.TlsKeyPair;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;

/// Makes a certificate that this machine's own names are served with: X.509 version 3, an elliptic
/// curve key (P-256) of this process, valid for a year.
///
/// By hand, since the JDK makes certificates only with its command `keytool`, and Armeria's are for
/// tests: their keys come from a random source that can be guessed, and lie in temporary files.
final class SelfSignedCertificate {
  private static final Duration VALID = Duration.ofDays(365);

  /// Clocks differ.
  private static final Duration ALREADY_VALID = Duration.ofDays(1);

  private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  private static final byte[] NAME = new X500Principal("CN=localhost").getEncoded();
  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private SelfSignedCertificate() {}

  static TlsKeyPair make() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      return TlsKeyPair.of(keys.getPrivate(), sign(keys, Instant.now()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no elliptic curves", e);
    }
  }

  private static X509Certificate sign(KeyPair keys, Instant now) throws GeneralSecurityException {
    byte[] signed = toBeSigned(keys, now);
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed);
    byte[] certificate = Der.sequence(signed, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static byte[] toBeSigned(KeyPair keys, Instant now) {
    byte[] version3 = Der.context(0, Der.integer(BigInteger.TWO));
    byte[] serial = Der.integer(new BigInteger(159, new SecureRandom()).setBit(158));
    byte[] validity =
        Der.sequence(Der.utcTime(now.minus(ALREADY_VALID)), Der.utcTime(now.plus(VALID)));
    return Der.sequence(
        version3,
        serial,
        ECDSA_WITH_SHA256,
        NAME,
        validity,
        NAME,
        keys.getPublic().getEncoded(),
        Der.context(3, Der.sequence(servedNames(), forServers())));
  }

  private static byte[] servedNames() {
    return extension(
        Der.oid(2, 5, 29, 17),
        Der.sequence(
            Der.implicit(2, Der.ascii("localhost")),
            Der.implicit(7, new byte[] {127, 0, 0, 1}),
            Der.implicit(7, IPV6_LOOPBACK)));
  }

  private static byte[] forServers() {
    return extension(Der.oid(2, 5, 29, 37), Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1)));
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return Der.sequence(id, Der.octetString(value));
  }
}
