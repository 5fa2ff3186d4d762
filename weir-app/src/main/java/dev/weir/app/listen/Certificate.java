package dev.weir.app.listen;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import dev.weir.s2.server.Tls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The certificate that new connections are shown, read again every few seconds. Connections that
/// are there stay as they are. Files that are no good, as while they are being replaced, leave the
/// last good certificate in use.
final class Certificate implements TlsProvider {
  private static final System.Logger LOG = System.getLogger(Certificate.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Tls tls;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile TlsKeyPair current;
  private String lastTrouble = "";

  private Certificate(Tls tls) {
    this.tls = tls;
    this.current = tls.load();
  }

  /// Reads or makes the certificate, and reads it again while it is open.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  static Certificate open(Tls tls) {
    return open(tls, INTERVAL);
  }

  static Certificate open(Tls tls, Duration interval) {
    var certificate = new Certificate(tls);
    if (tls instanceof Tls.Pem) {
      Thread.ofVirtual().name("weir-certificate").start(() -> certificate.watch(interval));
    }
    return certificate;
  }

  private void watch(Duration interval) {
    try {
      while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        reload();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads the files. What is wrong with them is logged once, not at every look.
  void reload() {
    try {
      var loaded = tls.load();
      if (!loaded.equals(current)) {
        current = loaded;
        LOG.log(
            System.Logger.Level.INFO,
            () ->
                "new connections are shown the certificate that is valid until "
                    + loaded.certificateChain().getFirst().getNotAfter());
      }
      lastTrouble = "";
    } catch (RuntimeException e) {
      var trouble = String.valueOf(e.getMessage());
      if (!trouble.equals(lastTrouble)) {
        lastTrouble = trouble;
        LOG.log(
            System.Logger.Level.ERROR,
            "the certificate cannot be read again, and the last one stays in use: " + trouble);
      }
    }
  }

  @Override
  public TlsKeyPair keyPair(String hostname) {
    return current;
  }

  /// Ends the looks at the files.
  @Override
  public void close() {
    closing.countDown();
  }
}
