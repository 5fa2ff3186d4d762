package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinName;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoresTest {
  private static final BasinName BASIN = new BasinName("livestore");

  private final FaultyS2 s2 = new FaultyS2(S2Lite.inMemory());

  @AfterEach
  void close() {
    s2.close();
  }

  @Test
  void sweep_forgetsWhatIsIdle_andKeepsWhatIsLeased() {
    try (var stores = stores(Duration.ZERO, 100)) {
      try (var held = stores.lease("held")) {
        stores.lease("idle").close();
        stores.sweep();
        assertThat(stores.size()).isEqualTo(1);
        assertThat(held.store().id()).isEqualTo("held");
      }
      stores.sweep();
      assertThat(stores.size()).isZero();
    }
  }

  @Test
  void sweep_ofTooMany_forgetsTheLongestIdle() {
    try (var stores = stores(Duration.ofHours(1), 2)) {
      for (int i = 0; i < 5; i++) {
        stores.lease("s" + i).close();
      }
      Store youngest;
      try (var lease = stores.lease("s4")) {
        youngest = lease.store();
      }
      stores.sweep();
      assertThat(stores.size()).isEqualTo(2);
      try (var lease = stores.lease("s4")) {
        assertThat(lease.store()).isSameAs(youngest);
      }
    }
  }

  @Test
  void sweep_whileStoresAreUsed_neverFailsAndForgetsNoLeasedStore() throws Exception {
    try (var stores = stores(Duration.ZERO, 500)) {
      var stop = new AtomicBoolean();
      var failures = new ArrayList<Throwable>();
      var threads = new ArrayList<Thread>();
      for (int seed = 0; seed < 2; seed++) {
        var random = new Random(seed);
        Thread user = Thread.ofPlatform().unstarted(() -> use(stores, random, stop));
        user.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        user.start();
        threads.add(user);
      }
      for (int i = 0; i < 300; i++) {
        stores.sweep();
      }
      stop.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
    }
  }

  private static void use(Stores stores, Random random, AtomicBoolean stop) {
    while (!stop.get()) {
      String id = "s" + random.nextInt(2_000);
      try (var lease = stores.lease(id);
          var again = stores.lease(id)) {
        assertThat(again.store()).isSameAs(lease.store());
      }
    }
  }

  @Test
  void lease_afterClose_isRefused() {
    var stores = stores(Duration.ofHours(1), 10);
    stores.close();
    assertThatThrownBy(() -> stores.lease("a")).isInstanceOf(StoreUnavailableException.class);
  }

  private Stores stores(Duration idle, int most) {
    var config = ProxyConfig.defaults().withIdleStore(idle).withMaxOpenStores(most);
    return new Stores(s2, BASIN, config);
  }
}
