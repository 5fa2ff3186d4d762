package dev.weir.s2.client;

import dev.weir.s2.InvalidInputException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Which servers a client trusts on `https://`, where that is not the platform's own choice.
///
/// @param context makes the connections, with the client's own certificate if it has one
/// @param trustManager the one that `context` was initialised with
public record Trust(SSLContext context, X509TrustManager trustManager) {
  /// Trusts the certificates in `store`, and nothing else: a company's own authority, or a test
  /// server's certificate.
  ///
  /// @throws InvalidInputException if the platform cannot use the store
  public static Trust of(KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return new Trust(context, x509(managers));
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("the key store cannot be trusted: " + e.getMessage());
    }
  }

  private static X509TrustManager x509(TrustManager[] managers) {
    return Arrays.stream(managers)
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new InvalidInputException("the platform trusts no X.509 certificates"));
  }
}
