package dev.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import dev.weir.livestore.armeria.ProxyRoutes;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.http.ProxyHttpConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.lite.S2Lite;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final long DEADLINE_SECONDS = 180;
  private static final long PAUSE_MILLIS = 5;
  private static final int EVENTS = 200;

  private S2Lite streams;
  private LiveStoreProxy proxy;
  private Server server;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    streams = S2Lite.inMemory();
    proxy = LiveStoreProxy.over(streams, new BasinName("livestore"), ProxyConfig.defaults());
    var builder = Server.builder().http(0);
    ProxyRoutes.install(builder, "/api/s2", proxy, ProxyHttpConfig.defaults());
    server = builder.build();
    server.start().join();
    loop = Loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
    proxy.close();
    server.stop().join();
    streams.close();
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/api/s2");
  }

  /// Who commits, comes and goes as fast as it can, so that all of it happens within moments.
  private Tally.Interval run(Crowd crowd) throws Exception {
    tell(() -> crowd.joinOver(0));
    await(crowd, one -> one.online() > 0);
    tell(() -> crowd.arrive(new Arrivals.Closed(10)));
    var seen = Tally.Interval.none();
    for (var end = deadline(); seen.acknowledged() < EVENTS; ) {
      pause(end);
      seen = seen.plus(loop.call(crowd::takeInterval));
    }
    tell(crowd::quieten);
    await(crowd, Crowd::isSettled);
    return seen.plus(loop.call(crowd::takeInterval));
  }

  private void tell(Runnable order) throws Exception {
    var unused =
        loop.call(() -> {
          order.run();
          return true;
        });
  }

  private void await(Crowd crowd, Predicate<Crowd> what) throws Exception {
    for (var end = deadline(); !loop.call(() -> what.test(crowd)); ) {
      pause(end);
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
  }

  /// Until the loop had some milliseconds to go on. One that has failed says so when it is asked
  /// the next time.
  private void pause(long end) throws Exception {
    assertThat(System.nanoTime()).isLessThan(end);
    var over = new CountDownLatch(1);
    var due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    tell(() -> loop.at(due, over::countDown));
    var unused = over.await(1, TimeUnit.SECONDS);
  }

  @Test
  void crowd_thatComesAndGoesAndPushesOnStaleParents_losesNothingAndSeesEachEventOnce()
      throws Exception {
    var habits = new Crowd.Habits(12, 4, 50, 50, 0.2, 0.02, 0.2, 0.2, 0.2);
    var crowd = new Crowd(loop, endpoint(), habits, "test");

    Tally.Interval seen = run(crowd);

    assertThat(seen.errors()).isEmpty();
    assertThat(seen.conflicts()).isPositive();
    assertThat(seen.acknowledged()).isEqualTo(seen.committed());
    assertThat(loop.call(crowd::outstanding)).isZero();
    Audit audit = Audit.of(endpoint(), loop.call(crowd::stores));
    assertThat(audit.faults()).isEmpty();
    assertThat(audit.events()).isEqualTo(seen.acknowledged());
  }

  @Test
  void crowd_thatIsToCommitBeforeAnyoneIsThere_doesSoOnceTheyAre() throws Exception {
    var crowd = new Crowd(loop, endpoint(), new Crowd.Habits(2, 2, 1, 1, 0, 0, 0, 0, 0), "test");
    tell(() -> crowd.arrive(new Arrivals.Closed(1)));

    tell(() -> crowd.joinOver(0));

    await(crowd, one -> one.clients().getFirst().store().length() > 0);
  }

  @Test
  void audit_ofAStoreThatLacksAnEventThatWasAcknowledged_saysSo() throws Exception {
    var crowd = new Crowd(loop, endpoint(), new Crowd.Habits(2, 2, 1, 1, 0, 0, 0, 0, 0), "test");
    var unused = run(crowd);
    SharedStore store = loop.call(crowd::stores).getFirst();
    var last = store.length();

    store.holds(last, SharedStore.eventId(0, 1_000_000));

    assertThat(Audit.of(endpoint(), List.of(store)).faults())
        .singleElement()
        .asString()
        .contains("it holds " + last + " records, its clients know of " + (last + 1));
  }
}
