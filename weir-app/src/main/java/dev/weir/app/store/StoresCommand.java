package dev.weir.app.store;

import dev.weir.app.exit.WeirException;
import dev.weir.app.place.Place;
import dev.weir.app.place.PlaceOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.Metric;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weir stores`: what stores there are.
@Command(
    name = "stores",
    description =
        "Lists the stores with their last event, records and size. A store is shown by the name of"
            + " its stream, which is its id unless that has characters besides letters, digits, -"
            + " and _.",
    footer = {
      "",
      "Examples:",
      "  weir stores",
      "  weir stores --json --prefix todo",
      "  weir stores --data weir-data"
    })
public final class StoresCommand implements Callable<Integer> {
  private static final int AT_ONCE = 16;

  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only streams that begin so")
  private String prefix = "";

  @Option(names = "--json", description = "One JSON object a line")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Row(StreamName stream, StoreHead head, OptionalLong bytes) {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (var opened = place.open(System.getenv())) {
      if (!json) {
        out.printf("%-40s %12s %12s %14s  %s%n", "STORE", "HEAD", "RECORDS", "BYTES", "LAST");
      }
      list(opened, row -> out.println(json ? toJson(row) : toText(row)));
    }
    out.flush();
    return 0;
  }

  /// Looks into several stores at once, and shows them in the order of their names.
  private void list(Place opened, Consumer<Row> shown) throws InterruptedException {
    var rows = new ArrayDeque<Future<Row>>();
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (StreamInfo stream : opened.streams().streams()) {
        if (stream.name().value().startsWith(prefix)) {
          rows.add(tasks.submit(() -> row(opened, stream.name())));
        }
        if (rows.size() == AT_ONCE) {
          shown.accept(result(rows.remove()));
        }
      }
      while (!rows.isEmpty()) {
        shown.accept(result(rows.remove()));
      }
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.BASIN_NOT_FOUND) {
        throw e;
      }
      // Weir makes the basin when the first store is used.
      spec.commandLine().getErr().println("weir: there is no basin " + opened.basin() + " yet");
    }
  }

  private static Row result(Future<Row> row) throws InterruptedException {
    try {
      return row.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof S2Exception failed) {
        throw failed.again();
      }
      throw e.getCause() instanceof WeirException failed ? failed : new IllegalStateException(e);
    }
  }

  private static Row row(Place place, StreamName name) {
    return new Row(name, StoreHead.of(place.streams().stream(name)), bytes(place, name));
  }

  private static OptionalLong bytes(Place place, StreamName name) {
    long now = Instant.now().getEpochSecond();
    try {
      var range = MetricRange.of(now - 3_600, now);
      return place.streams().metrics(name, MetricSet.Stream.STORAGE, range).stream()
          .filter(Metric.Gauge.class::isInstance)
          .flatMap(gauge -> ((Metric.Gauge) gauge).values().stream())
          .mapToLong(point -> (long) point.value())
          .reduce((earlier, later) -> later);
    } catch (RequestRejectedException e) {
      return OptionalLong.empty(); // not every S2 measures, nor tells everybody
    }
  }

  private static String toText(Row row) {
    return "%-40s %12d %12d %14s  %s"
        .formatted(
            Plain.text(row.stream().value()),
            row.head().event().value(),
            row.head().records(),
            row.bytes().isPresent() ? String.valueOf(row.bytes().getAsLong()) : "-",
            row.head().records() == 0 ? "-" : Instant.ofEpochMilli(row.head().timestamp()));
  }

  private static String toJson(Row row) {
    return JsonLine.of(line -> {
      line.writeStringField("stream", row.stream().value());
      line.writeNumberField("head", row.head().event().value());
      line.writeNumberField("records", row.head().records());
      if (row.bytes().isPresent()) {
        line.writeNumberField("bytes", row.bytes().getAsLong());
      }
      line.writeNumberField("lastTimestamp", row.head().timestamp());
    });
  }
}
