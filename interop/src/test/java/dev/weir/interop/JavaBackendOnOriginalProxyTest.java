package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.replica.NewEvent;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.Pull;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PullMode;
import dev.weir.livestore.sync.backend.PullPage;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sync backend for the JVM, and a replica on it, in front of the proxy that the documentation
/// of `@livestore/sync-s2` describes.
@ExtendWith(Interop.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JavaBackendOnOriginalProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private OriginalProxy proxy;

  @BeforeAll
  void start(Weir s2, Node node) {
    proxy = OriginalProxy.inFrontOf(s2, "livestore", node);
  }

  @AfterAll
  void stop() {
    proxy.close();
  }

  private S2SyncBackend backend(String storeId) {
    return S2SyncBackend.open(S2SyncBackendConfig.at(proxy.endpoint(), storeId));
  }

  private static List<EncodedEvent> chain(String clientId, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(n ->
            EncodedEvent.of(
                "v1.TodoCreated",
                "{\"id\":\"%s-%d\",\"author\":\"java\",\"title\":\"100%% ü\"}"
                    .formatted(clientId, n),
                new EventSeqNum(n),
                new EventSeqNum(n - 1L),
                clientId,
                "s"))
        .toList();
  }

  private static List<PullPage> readOnce(SyncBackend backend, Optional<PullCursor> cursor)
      throws InterruptedException {
    var pages = new ArrayList<PullPage>();
    try (Pull pull = backend.pull(cursor, PullMode.ONCE)) {
      for (Optional<PullPage> page = pull.next(); page.isPresent(); page = pull.next()) {
        pages.add(page.get());
      }
    }
    return pages;
  }

  private static List<EncodedEvent> events(List<PullPage> pages) {
    return pages.stream().flatMap(page -> page.events().stream()).map(PulledEvent::event).toList();
  }

  @Test
  void ping_isAnswered(String storeId) throws InterruptedException {
    try (var backend = backend(storeId)) {
      backend.connect();
      backend.ping();
      assertThat(backend.connectivity().isConnected()).isTrue();
    }
  }

  @Test
  void emptyStore_isOneEmptyPage(String storeId) throws InterruptedException {
    try (var backend = backend(storeId)) {
      assertThat(readOnce(backend, Optional.empty()))
          .containsExactly(new PullPage(List.of(), new PageInfo.NoMore()));
    }
  }

  @Test
  void whatIsPushed_isPulled_andGoneOnBehind(String storeId) throws InterruptedException {
    try (var backend = backend(storeId)) {
      // More than one append of S2 takes.
      var all = chain("c", 1, 1_200);
      assertThat(backend.push(all)).isEqualTo(new PushResult.Accepted());

      List<PullPage> pages = readOnce(backend, Optional.empty());
      assertThat(events(pages)).isEqualTo(all);

      List<PulledEvent> pulled = pages.stream().flatMap(page -> page.events().stream()).toList();
      var middle = Optional.of(pulled.get(700).cursor());
      assertThat(events(readOnce(backend, middle))).isEqualTo(all.subList(701, 1_200));
      assertThat(events(readOnce(backend, Optional.of(pulled.getLast().cursor())))).isEmpty();
      var withoutMetadata = new PullCursor(new EventSeqNum(1_100), Optional.empty());
      assertThat(events(readOnce(backend, Optional.of(withoutMetadata))))
          .isEqualTo(all.subList(1_100, 1_200));
    }
  }

  @Test
  void livePull_bringsWhatOthersPush_inOrder(String storeId) throws InterruptedException {
    var all = chain("c", 1, 30);
    try (var reader = backend(storeId);
        var writer = backend(storeId);
        Pull pull = reader.pull(Optional.empty(), PullMode.LIVE)) {
      assertThat(pull.next().orElseThrow().events()).isEmpty();
      var seen = new ArrayList<EncodedEvent>();
      for (int from = 0; from < all.size(); from += 10) {
        assertThat(writer.push(all.subList(from, from + 10)))
            .isInstanceOf(PushResult.Accepted.class);
        while (seen.size() < from + 10) {
          pull.next().orElseThrow().events().forEach(pulled -> seen.add(pulled.event()));
        }
      }
      assertThat(seen).isEqualTo(all);
    }
  }

  /// The proxy takes whatever comes, and so there is no conflict; a reader keeps to the numbers.
  @Test
  void competingAndRepeatedEvents_areAccepted_andOnlyTheFirstIsDelivered(String storeId)
      throws InterruptedException {
    try (var backend = backend(storeId)) {
      var first = chain("c", 1, 3);
      assertThat(backend.push(first)).isEqualTo(new PushResult.Accepted());
      assertThat(backend.push(chain("other", 2, 3))).isEqualTo(new PushResult.Accepted());
      assertThat(backend.push(first)).isEqualTo(new PushResult.Accepted());
      assertThat(backend.push(chain("c", 4, 4))).isEqualTo(new PushResult.Accepted());
      assertThat(events(readOnce(backend, Optional.empty()))).isEqualTo(chain("c", 1, 4));
    }
  }

  @Test
  void replicasThatWriteInTurn_haveOneLog(String storeId) throws Exception {
    try (var firstBackend = backend(storeId);
        var secondBackend = backend(storeId);
        var first = EventLog.open(EventLogConfig.inMemory(storeId), firstBackend);
        var second = EventLog.open(EventLogConfig.inMemory(storeId), secondBackend)) {
      long head = 0;
      for (int round = 0; round < 3; round++) {
        for (EventLog log : List.of(first, second)) {
          awaitHead(log, head);
          var commit = log.commit(new NewEvent("v1.Said", "" + head), new NewEvent("v1.Said", "0"));
          assertThat(commit.confirmed().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).value())
              .isEqualTo(head += 2);
        }
      }
      for (EventLog log : List.of(first, second)) {
        awaitHead(log, head);
        assertThat(log.pending()).isEmpty();
        assertThat(log.confirmedAfter(EventSeqNum.ROOT, 100).stream().map(e -> e.seqNum().value()))
            .isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
      }
      assertThat(second.confirmedAfter(EventSeqNum.ROOT, 100))
          .isEqualTo(first.confirmedAfter(EventSeqNum.ROOT, 100));
    }
  }

  private static void awaitHead(EventLog log, long head) throws InterruptedException {
    if (head == 0) {
      assertThat(log.awaitSynced(PATIENCE)).as("%s", log.status()).isTrue();
      return;
    }
    try (var subscription = log.subscribe("head-" + head, page -> {})) {
      assertThat(subscription.await(new EventSeqNum(head), PATIENCE))
          .as("%s", log.status())
          .isTrue();
    }
  }
}
