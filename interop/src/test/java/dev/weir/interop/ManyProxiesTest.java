package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Three processes of Weir in front of one S2, and clients that write to one store through all of
/// them.
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyProxiesTest {
  private static final String STORE = "shared";
  private static final int CLIENTS = 6;
  private static final int EVENTS = 40;

  @Test
  void writersThroughThreeProcesses_ofWhichOneIsKilled_leaveOneChainWithEachEventOnce()
      throws Exception {
    try (var s2 = Weir.onTemporaryData();
        var one = Weir.inFrontOf(s2);
        var two = Weir.inFrontOf(s2);
        var three = Weir.inFrontOf(s2)) {
      var endpoints = List.of(one.endpoint(), two.endpoint(), three.endpoint());
      var halfway = new CountDownLatch(CLIENTS * EVENTS / 8);
      var all = new ArrayList<String>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var running = new ArrayList<Future<?>>();
        for (var c = 0; c < CLIENTS; c++) {
          var name = "client" + c;
          var ids = IntStream.range(0, EVENTS).mapToObj(i -> name + "-" + i).toList();
          all.addAll(ids);
          var client = new RawClient(name, STORE, endpoints, c % endpoints.size(), ids);
          running.add(threads.submit(() -> run(client, halfway)));
        }
        assertThat(halfway.await(60, TimeUnit.SECONDS)).isTrue();
        two.kill();
        for (var run : running) {
          await(run);
        }
      }
      var log = Eventlog.read(s2, STORE);
      log.assertOneUnbrokenChain();
      assertThat(log.ids()).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  private static boolean run(RawClient client, CountDownLatch halfway) throws InterruptedException {
    client.run(4, halfway::countDown);
    return true;
  }

  private static void await(Future<?> run) throws InterruptedException {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a client failed", e);
    }
  }
}
