package dev.weir.bench.series;

import dev.weir.bench.figures.Curve;
import dev.weir.bench.figures.PartResult;
import dev.weir.bench.plot.Axis;
import dev.weir.bench.round.ContendedRound;
import dev.weir.bench.round.DeliveryRound;
import dev.weir.bench.round.PushRound;
import dev.weir.bench.run.BenchCommand;
import dev.weir.bench.run.Scratch;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The series of proxies: one to three that keep their streams in one S2, which is a Weir on disk.
public final class ProxySeries {
  private static final int CLIENTS = 48; // to be shared by 1, 2 and 3
  private static final int MOST_PUSHES = 1_000_000;

  private final SeriesOptions options;
  private final ServerProcess s2;
  private final Curve curve =
      new Curve(
          "proxies",
          "own stores: events/s",
          "ack p50, ms",
          "ack p99, ms",
          "one store: answered/s",
          "accepted/s",
          "push to client of the last proxy p50, ms",
          "p99, ms");

  private ProxySeries(SeriesOptions options, ServerProcess s2) {
    this.options = options;
    this.s2 = s2;
  }

  /// Measures the series, and ends the process.
  ///
  /// @param args see `--help`
  public static void main(String... args) {
    System.exit(BenchCommand.run(new SeriesOptions(), args, ProxySeries::run));
  }

  private static int run(SeriesOptions options) throws IOException, InterruptedException {
    try (var scratch = Scratch.in(options.root());
        var s2 = options.weir("--data", scratch.directory().toString())) {
      var series = new ProxySeries(options, s2);
      for (var proxies = 1; proxies <= 3; proxies++) {
        series.measure(proxies);
      }
      options.output().write(series.result());
    }
    return 0;
  }

  private void measure(int count) throws IOException, InterruptedException {
    var proxies = new ArrayList<ServerProcess>();
    try {
      for (var i = 0; i < count; i++) {
        proxies.add(options.weir("--s2-endpoint", "http://" + s2.endpoint().getAuthority()));
      }
      var unused = apart(proxies, "warm-up-" + count);
      var apart = apart(proxies, "apart-" + count);
      var together = together(proxies, "together-" + count);
      var delivery =
          new DeliveryRound(50, 2_000, Duration.ofSeconds(options.seconds()))
              .run(
                  proxies.getFirst().endpoint(), proxies.getLast().endpoint(), "delivery-" + count);
      curve.step(
          count,
          apart.eventsPerSecond(),
          apart.ackP50Millis(),
          apart.ackP99Millis(),
          together.answeredPerSecond(),
          together.acceptedPerSecond(),
          delivery.p50Millis(),
          delivery.p99Millis());
    } finally {
      proxies.forEach(ServerProcess::close);
    }
  }

  /// Rates add up; of the latencies the slowest proxy's counts.
  private PushRound.Result apart(List<ServerProcess> proxies, String store)
      throws IOException, InterruptedException {
    var time = Duration.ofSeconds(options.seconds());
    var round = new PushRound(CLIENTS / proxies.size(), 1, time, MOST_PUSHES);
    var results = atOnce(proxies, (proxy, i) -> round.run(proxy.endpoint(), store + "-" + i));
    return new PushRound.Result(
        results.stream().mapToDouble(PushRound.Result::eventsPerSecond).sum(),
        results.stream().mapToDouble(PushRound.Result::ackP50Millis).max().orElseThrow(),
        results.stream().mapToDouble(PushRound.Result::ackP99Millis).max().orElseThrow());
  }

  private ContendedRound.Result together(List<ServerProcess> proxies, String store)
      throws IOException, InterruptedException {
    var time = Duration.ofSeconds(options.seconds());
    var round = new ContendedRound(CLIENTS / proxies.size(), time);
    var results = atOnce(proxies, (proxy, i) -> round.run(proxy.endpoint(), store));
    return new ContendedRound.Result(
        results.stream().mapToDouble(ContendedRound.Result::answeredPerSecond).sum(),
        results.stream().mapToDouble(ContendedRound.Result::acceptedPerSecond).sum());
  }

  private interface Work<T> {
    T at(ServerProcess proxy, int index) throws IOException, InterruptedException;
  }

  private static <T> List<T> atOnce(List<ServerProcess> proxies, Work<T> work)
      throws IOException, InterruptedException {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var running = new ArrayList<Future<T>>();
      for (var i = 0; i < proxies.size(); i++) {
        var index = i;
        running.add(threads.submit(() -> work.at(proxies.get(index), index)));
      }
      var results = new ArrayList<T>();
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException("the load on a proxy failed", e.getCause());
    }
  }

  private PartResult result() {
    return new PartResult(
        "Series: 1 to 3 proxies on one S2",
        List.of(curve.table("")),
        List.of(
            curve.plot("proxies-rate", "Pushes by 48 clients", Axis.linear("a second"), 0, 3),
            curve.plot("proxies-time", "Latency", Axis.linear("ms"), 1, 5)),
        List.of(),
        List.of(
            "All proxies, the S2 behind them and the load share the processors of one machine: more"
                + " proxies can be no faster here. What is to be seen is what a further one costs,"
                + " and that those that push to one store by different proxies get on."));
  }
}
