package dev.weir.proof.sync;

import dev.weir.livestore.replica.Commit;
import dev.weir.livestore.replica.EventLog;
import dev.weir.livestore.replica.EventLogConfig;
import dev.weir.livestore.replica.NewEvent;
import dev.weir.livestore.replica.ReplicaClosedException;
import dev.weir.livestore.replica.ReplicaState;
import dev.weir.livestore.replica.ReplicaStatus;
import dev.weir.livestore.replica.SimulatedFile;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackend;
import dev.weir.livestore.syncs2.backend.S2SyncBackendConfig;
import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// An application with a replica and the Java sync backend, as a process that comes and goes; its
/// file stays.
final class Client {
  static final String STORE = "shared";
  private static final String LARGE = "x".repeat(200_000);

  private final Network network;
  private final Kernel kernel;
  private final Ledger ledger;
  private final String name;
  private final SimulatedFile file;
  private final EventLogConfig config;
  private final boolean large;
  private Node node;
  private Optional<EventLog> log = Optional.empty();
  private Optional<SyncBackend> backend = Optional.empty();
  private int made;
  private boolean idle;

  Client(Network network, Ledger ledger, Flaw flaw, String name) {
    this.network = network;
    this.kernel = network.kernel();
    this.ledger = ledger;
    this.name = name;
    this.node = kernel.newNode(name);
    this.file = new SimulatedFile(kernel, name, flaw == Flaw.FORGETFUL_CLIENT);
    this.config =
        EventLogConfig.inMemory(STORE)
            .withMaxPushEvents(1 + kernel.random().nextInt(20))
            .withRetry(Duration.ofMillis(100), Duration.ofSeconds(5));
    this.large = kernel.chance(20);
  }

  void start() {
    kernel.note(name + " starts");
    node = kernel.newNode(name);
    idle = false;
    node.start(
        "main",
        () -> {
          var to = S2SyncBackend.open(S2SyncBackendConfig.at("http://weir:8080/api/s2", STORE));
          EventLog opened = file.open(config, to);
          opened.subscribe("audit", page -> page.events().forEach(ledger::delivered));
          backend = Optional.of(to);
          log = Optional.of(opened);
          commitOn(opened);
        });
  }

  private void commitOn(EventLog opened) {
    try {
      while (!network.weather().isOver()) {
        kernel.pause(network.weather().upTo(3));
        commit(opened, 1 + kernel.random().nextInt(3));
      }
    } catch (InterruptedException | ReplicaClosedException e) {
      kernel.note(name + " is closed while it commits");
    }
    idle = true;
  }

  private void commit(EventLog opened, int events) throws InterruptedException {
    List<String> ids = IntStream.range(0, events).mapToObj(i -> name + ":" + (made + i)).toList();
    made += events;
    Commit commit = opened.commit(ids.stream().map(this::event).toList());
    ledger.committed();
    CompletableFuture<?> unused =
        commit.durable().thenRun(() -> ids.forEach(id -> ledger.durable(name, id)));
    CompletableFuture<?> unusedToo =
        commit.confirmed().thenAccept(at -> ledger.confirmed(ids.getLast(), at));
  }

  private NewEvent event(String id) {
    String text = large && kernel.chance(200) ? LARGE : "";
    return new NewEvent("v1.Made", "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}");
  }

  void crash() {
    kernel.note(name + " crashes");
    log = Optional.empty();
    node.kill();
  }

  void cutPower() {
    crash();
    file.cutPower();
  }

  /// Lets it end by itself; then it may be started anew.
  void close(Runnable closed) {
    kernel.note(name + " closes");
    Optional<EventLog> open = log;
    Optional<SyncBackend> to = backend;
    log = Optional.empty();
    node.start(
        "close",
        () -> {
          open.ifPresent(EventLog::close);
          to.ifPresent(SyncBackend::close);
          kernel.note(name + " has closed");
          closed.run();
        });
  }

  String name() {
    return name;
  }

  Node node() {
    return node;
  }

  Optional<EventLog> log() {
    return log;
  }

  /// Whether it commits no more.
  boolean isIdle() {
    return idle;
  }

  /// Whether it has all of a store whose head that is, and the store all of its events.
  boolean hasAll(EventSeqNum head) {
    if (log.isEmpty()) {
      return false;
    }
    ReplicaStatus status = log.get().status();
    if (status.state() instanceof ReplicaState.Stopped(Throwable why)) {
      kernel.fail(new AssertionError(name + " stopped: " + why, why));
    }
    return status.pending() == 0 && status.backendHead().equals(head);
  }

  /// What it has pulled.
  List<EncodedEvent> pulled() {
    return file.log();
  }
}
