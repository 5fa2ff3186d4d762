package dev.weir.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What all rows of the fault matrix run on: a Weir whose S2 API is the S2, a middleman in front of
/// that, a Weir whose streams are behind the middleman, and a few Node processes for the clients.
/// Each row has a store of its own, and troubles of one row befall its store's stream alone.
final class Rig implements AutoCloseable {
  private static final int PROCESSES = 3;

  private final Weir s2;
  private final Middleman s2Middleman;
  private final Weir weir;
  private final Weir cold;
  private final Middleman refusing;
  private final Weir apart;
  private final List<ClientProcess> processes;
  private final Semaphore opening = new Semaphore(2 * PROCESSES);
  private final List<String> table = new ArrayList<>();
  private final AtomicInteger started = new AtomicInteger();

  Rig(Weir s2, Node node) {
    this.s2 = s2;
    this.s2Middleman = Middleman.inFrontOf(s2.base());
    this.weir = Weir.inFrontOf(s2Middleman.base());
    this.cold = Weir.inFrontOf(s2);
    this.refusing = Middleman.inFrontOf(s2.base());
    this.apart = Weir.inFrontOf(refusing.base());
    this.processes =
        IntStream.range(0, PROCESSES)
            .mapToObj(i -> ClientProcess.start(node, "stores.mjs", "stores-" + i))
            .toList();
  }

  /// Where the streams are, past the proxy and past all trouble.
  Weir s2() {
    return s2;
  }

  Middleman s2Middleman() {
    return s2Middleman;
  }

  Weir weir() {
    return weir;
  }

  /// A Weir that has not heard of a row's store before the row uses it.
  Weir cold() {
    return cold;
  }

  /// In front of the S2 of [#apart], from which all of it may be taken.
  Middleman refusing() {
    return refusing;
  }

  /// A Weir for one row at a time.
  Weir apart() {
    return apart;
  }

  /// Opens a client, with not too many at once: opening keeps a process busy for a while.
  void open(Client client, Map<String, Object> options) {
    opening.acquireUninterruptibly();
    try {
      client.open(options);
    } finally {
      opening.release();
    }
  }

  /// A new client in one of the processes.
  Client client(String name) {
    var number = started.getAndIncrement();
    var process = processes.get(number % PROCESSES);
    return new Client(name + "-" + number, process, () -> {});
  }

  synchronized void add(String row) {
    table.add(row);
  }

  @Override
  public void close() {
    processes.forEach(ClientProcess::kill);
    List.of(weir, cold, apart).forEach(Weir::close);
    refusing.close();
    s2Middleman.close();
    s2.close();
    print();
  }

  private synchronized void print() {
    System.out.println("| trouble | what a stock client saw | what it asked |");
    System.out.println("|---|---|---|");
    table.stream().sorted().forEach(System.out::println);
  }
}
