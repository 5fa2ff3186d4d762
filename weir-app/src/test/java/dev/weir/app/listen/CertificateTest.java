package dev.weir.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.TlsKeyPair;
import dev.weir.s2.server.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CertificateTest {
  private final TlsKeyPair first = new Tls.SelfSigned().load();
  private final TlsKeyPair second = new Tls.SelfSigned().load();

  @Test
  void certificate_replacedOnDisk_isShownToNewConnectionsAndLeavesOldOnesAlone(
      @TempDir Path directory) throws Exception {
    var tls = write(directory, first);
    try (var certificate = Certificate.open(tls, Duration.ofMillis(20));
        var served = Served.showing(certificate);
        var old = connect(served)) {
      assertThat(shownTo(old)).isEqualTo(certificateOf(first));
      assertThat(Served.ask(old, "")).isEqualTo("127.0.0.1");

      write(directory, second);

      X509Certificate shown = certificateOf(first);
      while (shown.equals(certificateOf(first))) { // the test's timeout is its deadline
        try (var next = connect(served)) {
          shown = shownTo(next);
        }
      }
      assertThat(shown).isEqualTo(certificateOf(second));
      assertThat(Served.ask(old, "")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void certificate_replacedByNone_staysAndIsReportedOnce(@TempDir Path directory) throws Exception {
    var tls = write(directory, first);
    try (var certificate = Certificate.open(tls, Duration.ofDays(1));
        var served = Served.showing(certificate);
        var log = new Errors()) {
      Files.writeString(directory.resolve("crt"), "no certificate");
      certificate.reload();
      certificate.reload();

      assertThat(log.messages).singleElement().asString().contains("stays in use").contains("crt");
      try (var next = connect(served)) {
        assertThat(shownTo(next)).isEqualTo(certificateOf(first));
        assertThat(Served.ask(next, "")).isEqualTo("127.0.0.1");
      }

      // One of the two files is new: they do not belong together, until the other is there too.
      Files.writeString(
          directory.resolve("crt"), pem("CERTIFICATE", certificateOf(second).getEncoded()));
      certificate.reload();
      assertThat(log.messages).hasSize(2).last().asString().contains("not that of the certificate");
      write(directory, second);
      certificate.reload();
      try (var next = connect(served)) {
        assertThat(shownTo(next)).isEqualTo(certificateOf(second));
      }
      assertThat(log.messages).hasSize(2);
    }
  }

  private static X509Certificate certificateOf(TlsKeyPair pair) {
    return pair.certificateChain().getFirst();
  }

  private static Tls.Pem write(Path directory, TlsKeyPair pair)
      throws IOException, GeneralSecurityException {
    var certificate = directory.resolve("crt");
    var key = directory.resolve("key");
    Files.writeString(key, pem("PRIVATE KEY", pair.privateKey().getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", certificateOf(pair).getEncoded()));
    return new Tls.Pem(certificate, key);
  }

  private static String pem(String what, byte[] bytes) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private SSLSocket connect(Served served) throws Exception {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (var pair : List.of(first, second)) {
      trusted.setCertificateEntry("c" + trusted.size(), certificateOf(pair));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    served.listener.address().getAddress(), served.listener.address().getPort());
    socket.setSoTimeout(30_000);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate shownTo(SSLSocket socket) throws Exception {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /// What is logged as an error while it is open.
  private static final class Errors extends Handler implements AutoCloseable {
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(Certificate.class.getName());

    Errors() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      if (logged.getLevel().equals(Level.SEVERE)) {
        messages.add(logged.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
