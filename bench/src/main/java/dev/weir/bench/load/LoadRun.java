package dev.weir.bench.load;

import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/// A Weir in a process of its own, on disk, with a crowd of clients; and what is seen of both, at
/// regular times. Ends with this process, however that ends short of a kill that cannot be caught.
final class LoadRun implements AutoCloseable {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double BYTES_A_MIB = 1 << 20;
  private static final long WORD_NANOS = 10_000_000_000L;

  /// Of the clients: some may be away again.
  private static final double SHARE_THERE = 0.95;

  private static final Duration LONGEST_SETTLING = Duration.ofMinutes(3);

  private final Scratch data;
  private final ServerProcess server;
  private final Loop loop;
  private final Crowd crowd;
  private final int clients;
  private final List<Sample> samples = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private long lastNanos = startNanos;
  private long nextWordNanos = startNanos;
  private double lastServerCpu;
  private double lastOwnCpu;

  private LoadRun(Scratch data, ServerProcess server, Loop loop, Crowd crowd, int clients) {
    this.clients = clients;
    this.data = data;
    this.server = server;
    this.loop = loop;
    this.crowd = crowd;
  }

  /// Starts the program of the checkout `root`.
  static LoadRun start(Path root, Crowd.Habits habits) throws IOException, InterruptedException {
    var data = Scratch.in(root); // ends what was started, also where this fails halfway
    var server = ServerProcess.weir(root, "--data", data.directory().toString());
    var loop = Loop.start();
    var crowd = new Crowd(loop, server.endpoint(), habits, "load");
    return new LoadRun(data, server, loop, crowd, habits.clients());
  }

  /// Has all clients come, one after the other, and finds out how many events a second are stored
  /// at most.
  ///
  /// @param coming how long that takes
  /// @param length how long it is looked for, after as long a warm-up
  double capacity(Duration coming, Duration length) throws IOException, InterruptedException {
    join(coming);
    return Capacity.find(this, clients, length);
  }

  private void join(Duration over) throws IOException, InterruptedException {
    say("clients come");
    ask(crowd -> crowd.joinOver(over.toNanos()));
    var end = System.nanoTime() + LONGEST_SETTLING.toNanos();
    while (loop.call(crowd::online) < SHARE_THERE * clients) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "of " + clients + " clients only " + loop.call(crowd::online) + " came");
      }
      var unused =
          phase("joining", new Arrivals.None(), Duration.ofSeconds(1), Duration.ofSeconds(1), 0);
    }
  }

  private interface Order {
    void to(Crowd crowd);
  }

  private void ask(Order order) throws IOException, InterruptedException {
    var unused =
        loop.call(() -> {
          order.to(crowd);
          return true;
        });
  }

  /// Lets commits come like this for a while.
  ///
  /// @param phase what the samples call it
  /// @param heapEvery how many samples go from one look at the heap to the next; 0 for no look
  /// @return the samples of the phase
  List<Sample> phase(String phase, Arrivals how, Duration length, Duration every, int heapEvery)
      throws IOException, InterruptedException {
    var from = samples.size();
    ask(crowd -> crowd.arrive(how));
    var end = System.nanoTime() + length.toNanos();
    for (var due = System.nanoTime() + every.toNanos(); due <= end; due += every.toNanos()) {
      awaitNanos(due);
      var count = samples.size() - from;
      var sample = sample(phase, heapEvery > 0 && count % heapEvery == 0);
      samples.add(sample);
      if (System.nanoTime() >= nextWordNanos) {
        nextWordNanos = System.nanoTime() + WORD_NANOS;
        say(sample.brief());
      }
    }
    return List.copyOf(samples.subList(from, samples.size()));
  }

  private void awaitNanos(long nanos) throws IOException, InterruptedException {
    while (System.nanoTime() < nanos) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LockSupport.parkNanos(nanos - System.nanoTime());
    }
    server.idle(0);
  }

  private record Seen(Tally.Interval interval, int outstanding, int online, int stores) {}

  /// Tells whoever waits.
  void say(String what) {
    System.out.printf("%6.0f s  %s%n", (System.nanoTime() - startNanos) / NANOS_A_SECOND, what);
  }

  private Sample sample(String phase, boolean withHeap) throws IOException, InterruptedException {
    var seen =
        loop.call(() ->
            new Seen(
                crowd.takeInterval(), crowd.outstanding(), crowd.online(), crowd.stores().size()));
    var now = System.nanoTime();
    var serverCpu = server.cpuSeconds();
    var ownCpu = cpuSeconds();
    var sample =
        new Sample(
            (now - startNanos) / NANOS_A_SECOND,
            phase,
            (now - lastNanos) / NANOS_A_SECOND,
            seen.interval(),
            seen.outstanding(),
            seen.online(),
            seen.stores(),
            server.residentMib(),
            server.openFiles(),
            server.threads(),
            diskMib(),
            withHeap ? OptionalDouble.of(server.liveHeapMib()) : OptionalDouble.empty(),
            serverCpu - lastServerCpu,
            ownCpu - lastOwnCpu);
    lastNanos = now;
    lastServerCpu = serverCpu;
    lastOwnCpu = ownCpu;
    return sample;
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /// The store works meanwhile: files come and go.
  private double diskMib() throws IOException {
    var bytes = 0L;
    try (var files = Files.walk(data.directory())) {
      for (var file : (Iterable<Path>) files::iterator) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    } catch (UncheckedIOException | NoSuchFileException e) {
      return diskMib();
    }
    return bytes / BYTES_A_MIB;
  }

  /// All samples so far.
  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /// Ends the commits, waits until every client has pushed and pulled what there is, and reads all
  /// stores.
  Audit audit() throws IOException, InterruptedException {
    say("reading all stores");
    ask(Crowd::quieten);
    var end = System.nanoTime() + LONGEST_SETTLING.toNanos();
    var settled = isSettled();
    while (!settled && System.nanoTime() < end) {
      server.idle(1);
      settled = isSettled();
    }
    var audit =
        Audit.of(server.endpoint(), loop.call(crowd::stores))
            .withLost(loop.call(crowd::outstanding));
    return settled
        ? audit
        : audit.withFault("some clients have not pushed or pulled all that there is");
  }

  private boolean isSettled() throws IOException, InterruptedException {
    return loop.call(crowd::isSettled);
  }

  /// Ends the server and the clients, and deletes the data.
  @Override
  public void close() throws IOException {
    loop.close();
    server.close();
    data.close();
  }
}
