package dev.weir.livestore.replica;

import static dev.weir.livestore.replica.Given.PATIENCE;
import static dev.weir.livestore.replica.Given.args;
import static dev.weir.livestore.replica.Given.commitDurably;
import static dev.weir.livestore.replica.Given.confirmed;
import static dev.weir.livestore.replica.Given.event;
import static dev.weir.livestore.replica.Given.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.livestore.sync.backend.PushRejectedException;
import dev.weir.livestore.sync.backend.PushRejectedException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  @TempDir private Path directory;
  private final SharedLog shared = new SharedLog();
  private final FaultyBackend backend = FaultyBackend.reliable(shared.backend());

  private EventLogConfig onDisk() {
    return Given.onDisk(directory.resolve("replica.db"));
  }

  private EventLogConfig config(String where) {
    return where.equals("memory") ? Given.inMemory() : onDisk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "disk"})
  void commit_isDurableThenConfirmedWithItsNumber(String where) throws Exception {
    try (var log = EventLog.open(config(where), backend)) {
      Commit commit = log.commit(event("a"), event("b"));
      commit.durable().get(20, TimeUnit.SECONDS);

      assertThat(commit.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(2));
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(shared.args()).containsExactly("\"a\"", "\"b\"");
      assertThat(confirmed(log)).isEqualTo(shared.events());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "disk"})
  void others_comingFirst_haveOwnEventsFollowThem(String where) throws Exception {
    backend.setOffline(true);
    try (var log = EventLog.open(config(where), backend)) {
      Commit own = log.commit(event("own"));
      own.durable().get(20, TimeUnit.SECONDS);
      assertThat(log.status().localHead()).isEqualTo(number(1));
      shared.appendOther("1");
      shared.appendOther("2");
      backend.setOffline(false);

      assertThat(own.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(3));
      assertThat(shared.args()).containsExactly("1", "2", "\"own\"");
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(confirmed(log)).isEqualTo(shared.events());
    }
  }

  @Test
  void reopened_pushesWhatWasPending() throws Exception {
    backend.setOffline(true);
    String client;
    try (var log = EventLog.open(onDisk(), backend)) {
      commitDurably(log, "a", "b", "c");
      client = log.clientId();
    }
    backend.setOffline(false);
    shared.appendOther("0");

    try (var log = EventLog.open(onDisk(), backend)) {
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(log.clientId()).isEqualTo(client);
      assertThat(shared.args()).containsExactly("0", "\"a\"", "\"b\"", "\"c\"");
      assertThat(shared.events().getLast().clientId()).isEqualTo(client);
      assertThat(log.status().pending()).isZero();
    }
  }

  @Test
  void reopened_afterRebase_pullsFromItsCursorAndGoesOn() throws Exception {
    backend.setOffline(true);
    try (var log = EventLog.open(onDisk(), backend)) {
      commitDurably(log, "own");
      shared.appendOther("0");
      backend.setOffline(false);
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
    }

    // The log refuses a pull behind an event whose metadata were not kept.
    try (var log = EventLog.open(onDisk(), backend)) {
      shared.appendOther("1");
      Commit next = log.commit(event("next"));
      next.confirmed().get(20, TimeUnit.SECONDS);
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(confirmed(log)).isEqualTo(shared.events());
    }
  }

  @Test
  void close_withPending_keepsThemAndSaysSo() throws Exception {
    backend.setOffline(true);
    Commit commit;
    try (var log = EventLog.open(onDisk(), backend)) {
      commit = log.commit(event("a"));
    }
    commit.durable().get(1, TimeUnit.SECONDS);
    assertThatThrownBy(() -> commit.confirmed().get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ReplicaClosedException.class);
  }

  @Test
  void everyCall_afterClose_saysThatItIsClosed() throws Exception {
    var log = EventLog.open(onDisk(), backend);
    log.close();
    log.close();

    assertThatThrownBy(() -> log.commit(event("a"))).isInstanceOf(ReplicaClosedException.class);
    assertThatThrownBy(log::pending).isInstanceOf(ReplicaClosedException.class);
    assertThatThrownBy(() -> log.confirmedAfter(EventSeqNum.ROOT, 1))
        .isInstanceOf(ReplicaClosedException.class);
    assertThatThrownBy(() -> log.subscribe("s", page -> {}))
        .isInstanceOf(ReplicaClosedException.class);
    assertThat(log.status().state()).isEqualTo(new ReplicaState.Closed());
  }

  @Test
  void open_ofFileInUse_isRefused() {
    try (var log = EventLog.open(onDisk(), backend)) {
      assertThatThrownBy(() -> EventLog.open(onDisk(), backend))
          .isInstanceOf(ReplicaInUseException.class)
          .hasMessageContaining("replica.db.lock");
      assertThat(log.status().state()).isEqualTo(new ReplicaState.Running());
    }
    EventLog.open(onDisk(), backend).close();
  }

  @Test
  void open_ofAnotherStoresFile_isRefused() {
    EventLog.open(onDisk(), backend).close();
    var other = EventLogConfig.onDisk("other", directory.resolve("replica.db"));

    assertThatThrownBy(() -> EventLog.open(other, backend))
        .isInstanceOf(ReplicaStorageException.class)
        .hasMessageContaining("no replica of store other");
    EventLog.open(onDisk(), backend).close();
  }

  @Test
  void open_ofWhatIsNoDatabase_isRefusedAndLeftAlone() throws Exception {
    Path file = directory.resolve("replica.db");
    Files.writeString(file, "no database at all, but a text that somebody needs".repeat(100));

    assertThatThrownBy(() -> EventLog.open(onDisk(), backend))
        .isInstanceOf(ReplicaStorageException.class)
        .hasMessageContaining("replica.db");
    assertThat(file).content().startsWith("no database at all");
  }

  @Test
  void events_ofAnyNameAndText_areCarriedAsTheyCame() throws Exception {
    String json =
        "{\"seqNum\":1e0, \"parentSeqNum\":0,\"name\":\"x\uD83D\uDE00\",\"clientId\":\"c\","
            + "\"sessionId\":\"\\ud800\",\"extra\":[1.50]}";
    shared.append(EncodedEvent.parse(json));
    try (var log = EventLog.open(onDisk(), backend)) {
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(confirmed(log).getFirst()).isEqualTo(EncodedEvent.parse(json));
    }
  }

  @Test
  void loneSurrogates_inArguments_areKept() throws Exception {
    try (var log = EventLog.open(onDisk(), backend)) {
      log.commit(new NewEvent("n", "\"\uD800\"")).confirmed().get(20, TimeUnit.SECONDS);
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(args(confirmed(log))).containsExactly("\"\\ud800\"");
    }
  }

  @Test
  void commit_ofWhatTheBackendWouldNotTake_isRefused() throws Exception {
    try (var log = EventLog.open(onDisk().withMaxEventBytes(400), backend)) {
      assertThatThrownBy(() -> log.commit(event("x".repeat(400))))
          .isInstanceOf(OversizeEventException.class);
      assertThatThrownBy(() -> log.commit(event("\u00e4".repeat(200))))
          .isInstanceOf(OversizeEventException.class);
      assertThatThrownBy(() -> log.commit(new NewEvent("n", "{")))
          .isInstanceOf(MalformedEventException.class);
      assertThat(log.pending()).isEmpty();
      log.commit(event("x".repeat(100))).confirmed().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void commit_withTooManyPending_waitsThenFails() throws Exception {
    backend.setOffline(true);
    try (var log = EventLog.open(onDisk().withMaxPending(2, Duration.ofMillis(1)), backend)) {
      commitDurably(log, "a", "b");
      assertThatThrownBy(() -> log.commit(event("c")))
          .isInstanceOf(ReplicaFullException.class)
          .hasMessageContaining("2 events may be pending");
      backend.setOffline(false);
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
    }
    // Those that it finds count as well.
    backend.setOffline(true);
    var patient = onDisk().withMaxPending(2, PATIENCE);
    try (var log = EventLog.open(patient, backend)) {
      commitDurably(log, "c", "d");
    }
    try (var log = EventLog.open(patient, backend)) {
      backend.setOffline(false);
      log.commit(event("e")).confirmed().get(20, TimeUnit.SECONDS);
    }
    assertThat(shared.args()).containsExactly("\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"");
  }

  private static final class Heard implements EventLogListener {
    final BlockingQueue<EncodedEvent> rejected = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> stopped = new LinkedBlockingQueue<>();

    @Override
    public void rejected(EncodedEvent event, PushRejectedException cause) {
      rejected.add(event);
    }

    @Override
    public void stopped(Throwable cause) {
      stopped.add(cause);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
      T next = queue.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing was heard");
      }
      return next;
    }
  }

  private void refuse(String args) {
    backend.refuse(batch ->
        batch.stream().anyMatch(event -> event.argsJson().equals(Optional.of(args)))
            ? Optional.of(new PushRejectedException(Reason.REFUSED, "not that", null))
            : Optional.empty());
  }

  @Test
  void rejectedEvent_isFoundAmongOthers_andHoldsUpOnlyThoseBehindIt() throws Exception {
    var heard = new Heard();
    backend.setOffline(true);
    refuse("\"bad\"");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      commitDurably(log, "a", "b");
      Commit bad = log.commit(event("bad"));
      Commit last = log.commit(event("c"));
      last.durable().get(20, TimeUnit.SECONDS);
      backend.setOffline(false);

      EncodedEvent rejected = Heard.next(heard.rejected);
      assertThat(rejected.argsJson()).contains("\"bad\"");
      assertThat(log.status().state()).isInstanceOf(ReplicaState.Rejected.class);
      assertThat(shared.args()).containsExactly("\"a\"", "\"b\"");
      assertThat(bad.confirmed()).isNotDone();

      log.discardRejected();
      assertThat(last.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(3));
      assertThatThrownBy(() -> bad.confirmed().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(PushRejectedException.class);
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(shared.args()).containsExactly("\"a\"", "\"b\"", "\"c\"");
    }
  }

  @Test
  void rejectedEvent_isToldOnceItIsTheOldest_soThatNoOtherIsDiscarded() throws Exception {
    var heard = new Heard();
    refuse("\"bad\"");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      shared.holdPulls(true);
      Commit good = log.commit(event("a"));
      assertThat(good.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(1));
      Commit bad = log.commit(event("bad"));
      bad.durable().get(20, TimeUnit.SECONDS);
      log.retryRejected(); // nothing is rejected yet
      assertThat(heard.rejected).isEmpty();
      shared.holdPulls(false);

      Heard.next(heard.rejected);
      log.discardRejected();
      Commit next = log.commit(event("c"));
      assertThat(next.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(2));
      assertThat(shared.args()).containsExactly("\"a\"", "\"c\"");
    }
  }

  @Test
  void rejectedEvent_thatIsPulled_isRejectedNoMore() throws Exception {
    var heard = new Heard();
    refuse("\"bad\"");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      var unused = log.commit(event("bad"));
      shared.append(Heard.next(heard.rejected)); // its first push was stored, and the answer lost
      assertThat(log.awaitSynced(PATIENCE)).isTrue();

      assertThat(log.status().state()).isInstanceOf(ReplicaState.Running.class);
      log.discardRejected();
      assertThat(log.commit(event("c")).confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(2));
      assertThat(shared.args()).containsExactly("\"bad\"", "\"c\"");
    }
  }

  /// Something refuses the push that is made again, when its first one has been pulled already.
  @Test
  void eventThatWasPulled_beforeItsPushWasRefused_isNotRejected() throws Exception {
    var heard = new Heard();
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      backend.refuse(batch -> {
        if (!shared.events().isEmpty()) {
          return Optional.empty();
        }
        shared.append(batch.getFirst());
        awaitPulled(log, 1);
        return Optional.of(new PushRejectedException(Reason.REFUSED, "not now", null));
      });
      commitDurably(log, "a");
      Commit next = log.commit(event("b"));
      assertThat(next.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(2));
      assertThat(heard.rejected).isEmpty();
      assertThat(shared.args()).containsExactly("\"a\"", "\"b\"");
    }
  }

  private static void awaitPulled(EventLog log, long seqNum) {
    try (var pulled = log.subscribe("pulled", page -> {})) {
      assertThat(pulled.await(number(seqNum), PATIENCE)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rejectedEvent_triedAgain_mayBeTaken() throws Exception {
    var heard = new Heard();
    refuse("\"bad\"");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      Commit commit = log.commit(event("bad"));
      assertThat(Heard.next(heard.rejected).seqNum()).isEqualTo(number(1));
      shared.appendOther("0"); // pulls go on meanwhile
      backend.refuse(batch -> Optional.empty());
      log.retryRejected();

      assertThat(commit.confirmed().get(20, TimeUnit.SECONDS)).isEqualTo(number(2));
    }
  }

  @Test
  void discarded_isNotPushedAfterReopening() throws Exception {
    var heard = new Heard();
    refuse("\"bad\"");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      var unused = log.commit(event("bad"));
      Heard.next(heard.rejected);
      log.discardRejected();
    }
    backend.refuse(batch -> Optional.empty());
    try (var log = EventLog.open(onDisk(), backend)) {
      commitDurably(log, "good");
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(shared.args()).containsExactly("\"good\"");
    }
  }

  @Test
  void missingEvents_stopSyncing_andNothingIsLost() throws Exception {
    var heard = new Heard();
    shared.appendOther("1");
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      shared.append(EncodedEvent.of("n", "3", number(3), number(2), "other", "o"));

      assertThat(Heard.next(heard.stopped)).isInstanceOf(HistoryMismatchException.class);
      commitDurably(log, "own");
      assertThat(args(confirmed(log))).containsExactly("1");
      assertThat(args(log.pending())).containsExactly("\"own\"");
      assertThat(log.status().state()).isInstanceOf(ReplicaState.Stopped.class);
    }
  }

  @Test
  void backendBegunAnew_stopsSyncing_andPendingStay() throws Exception {
    var heard = new Heard();
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      commitDurably(log, "a", "b");
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      shared.clear();
      commitDurably(log, "c");

      assertThat(Heard.next(heard.stopped)).hasMessageContaining("ends with e0");
      assertThat(args(log.pending())).containsExactly("\"c\"");
      assertThat(shared.events()).isEmpty();
    }
  }

  @Test
  void close_byAListener_letsGoOfTheFile() throws Exception {
    var log = new CompletableFuture<EventLog>();
    var closed = new CompletableFuture<Boolean>();
    var closing =
        new EventLogListener() {
          @Override
          public void stopped(Throwable cause) {
            log.join().close();
            closed.complete(true);
          }
        };
    backend.refuse(batch -> {
      throw new IllegalStateException("a fault");
    });
    log.complete(EventLog.open(onDisk().withListener(closing), backend));
    commitDurably(log.join(), "a");

    assertThat(closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    try (var again = EventLog.open(onDisk(), backend)) {
      assertThat(args(again.pending())).containsExactly("\"a\"");
    }
  }

  @Test
  void fault_ofTheBackend_stopsSyncingWithoutAnEnd() throws Exception {
    var heard = new Heard();
    backend.refuse(batch -> {
      throw new IllegalStateException("a fault");
    });
    try (var log = EventLog.open(onDisk().withListener(heard), backend)) {
      commitDurably(log, "a");
      assertThat(Heard.next(heard.stopped)).hasMessage("a fault");
      assertThat(args(log.pending())).containsExactly("\"a\"");
    }
  }

  @Test
  void awaiting_countsCommitsThatAreNotWrittenYet() throws Exception {
    var journal = new HeldJournal(new MemoryJournal());
    try (var log = EventLog.open(Given.inMemory(), backend, journal)) {
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      journal.hold();
      var unused = log.commit(event("a"));

      assertThat(log.awaitConfirmed(Duration.ofMillis(20))).isFalse();
      assertThat(log.awaitSynced(Duration.ofMillis(20))).isFalse();

      journal.release();
      assertThat(log.awaitConfirmed(PATIENCE)).isTrue();
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(shared.args()).containsExactly("\"a\"");
    } finally {
      journal.release();
    }
  }

  @Test
  void manyThreads_committing_keepEachThreadsOrder() throws Exception {
    shared.withPageSize(7);
    try (var log = EventLog.open(onDisk().withMaxPushEvents(13), backend)) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 8; t++) {
        String name = "t" + t;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    for (int i = 0; i < 100; i++) {
                      var unused = log.commit(event(name + "-" + i));
                    }
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(log.awaitSynced(PATIENCE)).isTrue();
      assertThat(shared.events()).hasSize(800).isEqualTo(confirmed(log));
      for (int t = 0; t < 8; t++) {
        String mine = "\"t" + t + "-";
        List<String> order = shared.args().stream().filter(a -> a.startsWith(mine)).toList();
        assertThat(order)
            .hasSize(100)
            .isSortedAccordingTo(
                Comparator.comparingInt(
                    (String a) -> Integer.parseInt(a.substring(mine.length(), a.length() - 1))));
      }
    }
  }
}
