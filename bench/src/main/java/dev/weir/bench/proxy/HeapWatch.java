package dev.weir.bench.proxy;

import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Looks at a server's heap again and again while something goes on. Each look collects all
/// garbage, so nothing is timed meanwhile.
final class HeapWatch {
  private HeapWatch() {}

  /// What goes on.
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /// The most that lived on the heap at a look, beyond what lived `before`, in MiB.
  static double growthMib(ServerProcess server, double before, Work work)
      throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var working =
          threads.submit(() -> {
            work.run();
            return true;
          });
      var most = before;
      while (!working.isDone()) {
        most = Math.max(most, server.liveHeapMib());
      }
      var unused = working.get();
      return most - before;
    } catch (ExecutionException e) {
      throw new IOException("what was watched failed", e.getCause());
    }
  }
}
