package dev.weir.livestore.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.syncs2.ProxyResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RefusalsTest {
  /// Nothing that is held here ends by itself.
  private final Refusals refusals = new Refusals(Duration.ofDays(1), 3, 2);

  private final List<Thread> holding = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Thread thread : holding) {
      thread.interrupt();
      thread.join();
    }
    assertThat(refusals.held()).isZero();
  }

  @Test
  void respondSlowly_beyondWhatOneAddressMayHold_answersAtOnceAndCloses() throws Exception {
    hold("192.0.2.1");
    hold("192.0.2.1");

    assertThat(refused("192.0.2.1").headers()).containsEntry("connection", "close");
    assertThat(refusals.held()).isEqualTo(2);
  }

  @Test
  void respondSlowly_beyondWhatAllMayHold_answersAtOnceAndCloses() throws Exception {
    hold("192.0.2.1");
    hold("192.0.2.1");
    hold("192.0.2.2");

    assertThat(refused("192.0.2.3").headers()).containsEntry("connection", "close");
  }

  @Test
  void respondSlowly_toAClientThatWent_makesRoomForTheNext() throws Exception {
    hold("192.0.2.1");
    Thread gone = hold("192.0.2.1");
    gone.interrupt();
    gone.join();

    hold("192.0.2.1");
    assertThat(refused("192.0.2.1").headers()).containsEntry("connection", "close");
  }

  /// A reverse proxy on this machine stands for many clients.
  @Test
  void respondSlowly_toTheLoopbackAddress_countsAmongAllAlone() throws Exception {
    hold("127.0.0.1");
    hold("127.0.0.1");
    hold("127.0.0.1");

    assertThat(refused("127.0.0.1").headers()).containsEntry("connection", "close");
  }

  @Test
  void respondSlowly_afterTheDelay_answersOnAnOpenConnection() throws Exception {
    var quick = new Refusals(Duration.ofNanos(1), 1, 1);
    var exchange = BareExchange.from(InetAddress.getByName("192.0.2.1"));
    quick.respondSlowly(exchange, Refusals.misdirected());

    assertThat(exchange.answers()).hasSize(1);
    assertThat(exchange.answers().getFirst().headers()).doesNotContainKey("connection");
    assertThat(quick.held()).isZero();
  }

  private Thread hold(String address) throws UnknownHostException {
    int before = refusals.held();
    var exchange = BareExchange.from(InetAddress.getByName(address));
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                refusals.respondSlowly(exchange, Refusals.misdirected());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    holding.add(thread);
    while (refusals.held() == before || thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(exchange.answers()).isEmpty();
      Thread.onSpinWait();
    }
    return thread;
  }

  private ProxyResponse refused(String address) throws Exception {
    var exchange = BareExchange.from(InetAddress.getByName(address));
    refusals.respondSlowly(exchange, Refusals.misdirected());
    return exchange.answers().getFirst();
  }
}
