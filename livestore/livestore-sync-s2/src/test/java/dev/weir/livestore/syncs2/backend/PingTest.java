package dev.weir.livestore.syncs2.backend;

import static dev.weir.livestore.syncs2.backend.ScriptedProxy.noAnswer;
import static dev.weir.livestore.syncs2.backend.ScriptedProxy.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.backend.OfflineException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PingTest {
  private final ScriptedProxy proxy = new ScriptedProxy();

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void connect_asksWithHead() throws InterruptedException {
    proxy.then(status(200, ""));
    try (var backend = S2SyncBackend.open(proxy.config())) {
      assertThat(backend.connectivity().isConnected()).isFalse();
      backend.connect();
      assertThat(backend.connectivity().isConnected()).isTrue();
    }
    assertThat(proxy.request().method()).isEqualTo("HEAD");
  }

  @Test
  void pingThatHangs_isOffline() {
    proxy.then(proxy.hanging());
    var policy = new PingPolicy(false, Duration.ofMillis(200), Duration.ofSeconds(1));
    try (var backend = S2SyncBackend.open(proxy.config().withPing(policy))) {
      assertThatThrownBy(backend::ping).isInstanceOf(OfflineException.class);
    }
  }

  /// Where the original's loop ends with the first failure.
  @Test
  void pings_goOnWhateverComesOfThem() throws Exception {
    proxy
        .then(status(200, ""))
        .then(status(404, ""))
        .then(status(200, ""))
        .then(noAnswer())
        .then(status(503, ""))
        .then(status(200, ""));
    var changes = new LinkedBlockingQueue<Boolean>();
    var policy = new PingPolicy(true, Duration.ofSeconds(10), Duration.ofMillis(5));
    try (var backend = S2SyncBackend.open(proxy.config().withPing(policy))) {
      backend.connectivity().awaitConnected();
      AutoCloseable watching = backend.connectivity().watch(changes::add);
      for (int i = 0; i < 6; i++) {
        proxy.request();
      }
      while (changes.isEmpty() || !backend.connectivity().isConnected()) {
        backend.connectivity().awaitConnected();
        Thread.onSpinWait();
      }
      watching.close();
    }
  }
}
