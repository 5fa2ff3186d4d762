package dev.weir.proof.sync;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The S2: the embedded store's engine on a disk that outlives it.
final class StoreServer {
  private final Kernel kernel;
  private final SimulatedDisk disk;
  private Node node;
  private Optional<S2Lite> store = Optional.empty();

  StoreServer(Kernel kernel, SimulatedDisk disk) {
    this.kernel = kernel;
    this.disk = disk;
    this.node = kernel.newNode("s2");
  }

  void start() {
    kernel.note("s2 starts");
    node = kernel.newNode("s2");
    disk.mount(node);
    node.start(
        "boot",
        () -> {
          try {
            store = Optional.of(disk.open());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  void crash() {
    kernel.note("s2 crashes");
    store = Optional.empty();
    node.kill();
  }

  /// Lets it end by itself; then it may be started anew.
  void close(Runnable closed) {
    kernel.note("s2 closes");
    Optional<S2Lite> open = store;
    store = Optional.empty();
    node.start(
        "close",
        () -> {
          open.ifPresent(S2Lite::close);
          kernel.note("s2 has closed");
          closed.run();
        });
  }

  /// The log of the store that all share: of what S2 holds, the chain from the beginning.
  List<EncodedEvent> log() {
    S2Stream stream =
        store.orElseThrow().basin(ProxyServer.basin()).stream(new StreamName(Client.STORE));
    var log = new ArrayList<EncodedEvent>();
    EventSeqNum head = EventSeqNum.ROOT;
    long tail = tail(stream);
    for (long next = 0; next < tail; ) {
      List<SequencedRecord> records = stream.read(ReadRequest.fromSeqNum(next)).records();
      for (SequencedRecord record : records) {
        if (record.seqNum() != next) {
          throw new AssertionError("S2 holds " + record.seqNum() + " where " + next + " should be");
        }
        next++;
        EncodedEvent event = EncodedEvent.parse(record.body().utf8());
        if (event.parentSeqNum().equals(head) && event.seqNum().isAfter(head)) {
          log.add(event);
          head = event.seqNum();
        }
      }
    }
    return log;
  }

  private static long tail(S2Stream stream) {
    try {
      return stream.checkTail().seqNum();
    } catch (RequestRejectedException e) {
      return 0; // nobody ever got through
    }
  }

  Node node() {
    return node;
  }

  boolean isUp() {
    return store.isPresent();
  }

  S2 store() {
    return store.orElseThrow();
  }
}
