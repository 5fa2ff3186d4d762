package dev.weir.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.lite.S2LiteOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A page of a long store costs what the page holds, wherever it lies.
class LargeStoreTest {
  private static final int EVENTS = 100_000;
  private static final int BATCH = 1_000;
  private static final EventFilter ALL =
      new EventFilter(
          Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

  private static S2Stream filled(S2Lite s2) {
    s2.createBasin(new BasinName("livestore"), BasinConfig.DEFAULT);
    var basin = s2.basin(new BasinName("livestore"));
    basin.createStream(new StreamName("todos"), StreamConfig.UNSET);
    var stream = basin.stream(new StreamName("todos"));
    for (long from = 1; from <= EVENTS; from += BATCH) {
      stream.append(
          AppendInput.of(
              LongStream.range(from, from + BATCH)
                  .mapToObj(i ->
                      ConsoleClient.marked(
                          ConsoleClient.event(i, i - 1, i % 1_000 == 0 ? "rare" : "often", "c"),
                          "todos"))
                  .toList()));
    }
    return stream;
  }

  /// Counts the records that are read.
  private static S2Stream counting(S2Stream stream, AtomicLong records) {
    return (S2Stream)
        Proxy.newProxyInstance(
            S2Stream.class.getClassLoader(),
            new Class<?>[] {S2Stream.class},
            (self, method, arguments) -> {
              try {
                if (method.getName().equals("read")) {
                  var batch = stream.read((ReadRequest) arguments[0]);
                  records.addAndGet(batch.records().size());
                  return batch;
                }
                return method.invoke(stream, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void pages_anywhereInALongStore_readLittleMoreThanThey_hold() {
    try (var s2 = S2Lite.inMemory(S2LiteOptions.DEFAULT)) {
      var read = new AtomicLong();
      var records = new StoreRecords(counting(filled(s2), read));

      for (long from : new long[] {0, 50_000, EVENTS - 100}) {
        read.set(0);
        var page = EventPage.from(from, 100, ALL, records);
        assertThat(page.events()).hasSize(100);
        assertThat(page.events()).allMatch(e -> e.kind() == PlacedRecord.Kind.CANONICAL);
        assertThat(read.get()).as("from %d", from).isLessThan(200);
      }
      read.set(0);
      assertThat(EventPage.before(Long.MAX_VALUE, 100, ALL, records).to()).isEqualTo(EVENTS);
      assertThat(read.get()).isLessThan(200);
    }
  }

  @Test
  void search_inALongStore_goesOnWhereItStopped() {
    try (var s2 = S2Lite.inMemory(S2LiteOptions.DEFAULT)) {
      var read = new AtomicLong();
      var records = new StoreRecords(counting(filled(s2), read));
      var rare =
          new EventFilter(
              Optional.of("rare"), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
      int found = 0;
      long before = Long.MAX_VALUE;
      for (boolean more = true; more; ) {
        read.set(0);
        var page = EventPage.before(before, 500, rare, records);
        assertThat(read.get()).isLessThan(25_000);
        found += page.events().size();
        before = page.from();
        more = page.more();
      }
      assertThat(found).isEqualTo(EVENTS / 1_000);
      assertThat(before).isZero();
    }
  }
}
