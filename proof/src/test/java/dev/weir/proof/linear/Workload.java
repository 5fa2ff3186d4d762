package dev.weir.proof.linear;

import dev.weir.s2.S2Stream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Clients that call one stream at the same time.
final class Workload implements AutoCloseable {
  static final int CLIENTS = 5;
  static final int CALLS = 40; // at most 4 records each, and 1,000 are a batch

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final History history = new History();
  private final List<Future<?>> clients;

  private Workload(S2Stream stream, Gate gate, long seed) {
    clients =
        IntStream.range(0, CLIENTS)
            .<Future<?>>mapToObj(number -> {
              var client = new Client(number, stream, history, gate, seed);
              return threads.submit(() -> {
                client.run(CALLS);
                return null;
              });
            })
            .toList();
  }

  /// Sets clients on `stream`, which has no records yet. Whoever gets no answer waits at `gate`.
  static Workload start(S2Stream stream, Gate gate, long seed) {
    return new Workload(stream, gate, seed);
  }

  /// Waits until this part of all calls that clients make has been made.
  void awaitPart(double part) throws InterruptedException {
    history.awaitSize((int) (CLIENTS * CALLS * part));
  }

  /// Waits for the clients' ends.
  List<Operation> finish() throws InterruptedException, ExecutionException {
    for (var client : clients) {
      client.get();
    }
    return history.operations();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
