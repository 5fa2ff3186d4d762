package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.BASIN;
import static dev.weir.s2.lite.Fixture.STREAM;
import static dev.weir.s2.lite.Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.AppendInput;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Metric;
import dev.weir.s2.Metric.Point;
import dev.weir.s2.MetricInterval;
import dev.weir.s2.MetricRange;
import dev.weir.s2.MetricSet;
import dev.weir.s2.Operation;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class UsageTest {
  private final StoreKind kind;
  private Fixture s2;

  UsageTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 =
        new Fixture(kind, directory)
            .withStream(StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite()));
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  private long now() {
    return s2.time.epochMillis() / 1000;
  }

  private MetricRange lastHour() {
    return MetricRange.of(now() - 3600, now());
  }

  private static List<Double> values(List<Metric> metrics, String name) {
    for (Metric metric : metrics) {
      if (metric instanceof Metric.Accumulation sums && sums.name().equals(name)) {
        return sums.values().stream().map(Point::value).toList();
      }
    }
    return List.of();
  }

  private static double last(List<Metric> metrics) {
    return metrics.getFirst() instanceof Metric.Gauge gauge ? gauge.values().getLast().value() : -1;
  }

  private double streamStorage() {
    return last(s2.basin.metrics(STREAM, MetricSet.Stream.STORAGE, MetricRange.of(now(), now())));
  }

  private double basinStorage() {
    return last(s2.basin.metrics(MetricSet.Basin.STORAGE, MetricRange.of(now(), now())));
  }

  private void assertStored(double bytes) {
    assertThat(streamStorage()).isEqualTo(bytes);
    assertThat(basinStorage()).isEqualTo(bytes);
  }

  @Test
  void storage_followsAppendsTrimsAndReopens() throws Exception {
    assertStored(0);
    s2.append("a", "bb"); // 8 + 1 and 8 + 2
    s2.append("c");
    assertStored(28);

    s2.stream.append(AppendInput.of(new Command.Trim(2).toRecord())); // 22, and the first row goes
    s2.store.engine().background().submit(() -> {}).get();
    assertStored(9 + 22);

    s2.reopen();
    assertStored(9 + 22);
    s2.append("d");
    assertStored(9 + 22 + 9);
  }

  @Test
  void storage_isExactAfterACrash() throws Exception {
    s2.append("a");
    try (var crashed = s2.openAfterCrash()) {
      var range = MetricRange.of(now(), now());
      assertThat(last(crashed.basin(BASIN).metrics(STREAM, MetricSet.Stream.STORAGE, range)))
          .as("never sampled, and yet there")
          .isEqualTo(9);
      crashed.basin(BASIN).stream(STREAM).append(Fixture.batch("b"));
      assertThat(last(crashed.basin(BASIN).metrics(STREAM, MetricSet.Stream.STORAGE, range)))
          .isEqualTo(18);
    }
  }

  @Test
  void storage_ofADeletedStream_leavesItsBasin() {
    var other = new StreamName("other");
    s2.basin.createStream(other, StreamConfig.UNSET);
    s2.basin.stream(other).append(Fixture.batch("keep"));
    s2.append("gone");
    assertThat(basinStorage()).isEqualTo(24);

    s2.basin.deleteStream(STREAM);

    assertThat(basinStorage()).isEqualTo(12);
    assertRejected(ErrorCode.STREAM_NOT_FOUND, this::streamStorage);
    s2.basin.createStream(STREAM, StreamConfig.UNSET);
    assertThat(streamStorage()).isZero();
  }

  @Test
  void storage_ofExpiredRecords_goesWithTheirRows() {
    var brief = new StreamName("brief");
    s2.basin.createStream(brief, StreamConfig.UNSET.withRetention(new RetentionPolicy.Age(60)));
    s2.basin.stream(brief).append(Fixture.batch("x"));
    s2.append("stays");
    assertThat(basinStorage()).isEqualTo(9 + 13);

    s2.time.advance(Duration.ofHours(1));
    s2.doWhatIsDue();

    assertThat(basinStorage()).isEqualTo(13);
  }

  @Test
  void storage_overTime_holdsWhatWasThereThen() {
    long begin = UsageKeys.floor(MetricInterval.MINUTE, now());
    s2.append("a");
    assertStored(9);
    s2.time.advance(Duration.ofMinutes(2));
    s2.append("b");

    var gauge =
        s2.basin.metrics(STREAM, MetricSet.Stream.STORAGE, MetricRange.of(begin - 60, now()));

    assertThat(((Metric.Gauge) gauge.getFirst()).values())
        .startsWith(
            new Point(begin - 60, 0),
            new Point(begin, 9),
            new Point(begin + 60, 9),
            new Point(begin + 120, 18));
  }

  @Test
  void counters_tellWhatWasDone_andOutliveAReopen() throws Exception {
    s2.append("a", "b");
    s2.append("c");
    s2.stream.read(ReadRequest.fromSeqNum(0));
    try (var session = s2.stream.openRead(ReadRequest.fromSeqNum(2))) {
      assertThat(Fixture.bodies(Fixture.nextBatch(session))).containsExactly("c");
    }
    s2.reopen();

    var range = lastHour();
    assertThat(values(s2.basin.metrics(MetricSet.Basin.APPEND_OPS, range), "express"))
        .containsExactly(2.0);
    assertThat(values(s2.basin.metrics(MetricSet.Basin.APPEND_OPS, range), "standard")).isEmpty();
    assertThat(
            values(s2.basin.metrics(MetricSet.Basin.APPEND_THROUGHPUT, range), "append-throughput"))
        .containsExactly(27.0);
    var reads = s2.basin.metrics(MetricSet.Basin.READ_OPS, range);
    assertThat(values(reads, "unary")).containsExactly(1.0);
    assertThat(values(reads, "streaming")).containsExactly(1.0);
    assertThat(values(s2.basin.metrics(MetricSet.Basin.READ_THROUGHPUT, range), "read-throughput"))
        .containsExactly(36.0);
    assertThat(values(s2.basin.metrics(MetricSet.Basin.BASIN_OPS, range), "create-stream"))
        .containsExactly(1.0);
    assertThat(values(s2.store.metrics(MetricSet.Account.ACCOUNT_OPS, range), "create-basin"))
        .containsExactly(1.0);
    assertThat(values(s2.store.metrics(MetricSet.Account.ACCOUNT_OPS, range), "basin-metrics"))
        .hasSize(1);
  }

  @Test
  void counters_areSummedByTheAskedInterval() {
    long begin = UsageKeys.floor(MetricInterval.DAY, now()) + 86_400;
    s2.time.advance(Duration.ofSeconds(begin - now()));
    s2.append("a");
    s2.time.advance(Duration.ofMinutes(1));
    s2.append("b");
    s2.time.advance(Duration.ofHours(1));
    s2.append("c");
    var range = MetricRange.of(begin, now() + 1);

    assertThat(sums(range.withInterval(MetricInterval.MINUTE)))
        .containsExactly(new Point(begin, 1), new Point(begin + 60, 1), new Point(begin + 3660, 1));
    assertThat(sums(range.withInterval(MetricInterval.HOUR)))
        .containsExactly(new Point(begin, 2), new Point(begin + 3600, 1));
    assertThat(sums(range.withInterval(MetricInterval.DAY))).containsExactly(new Point(begin, 3));
    assertThat(sums(range)).as("the default is the minute").hasSize(3);
  }

  private List<Point> sums(MetricRange range) {
    var metrics = s2.basin.metrics(MetricSet.Basin.APPEND_OPS, range);
    return metrics.stream()
        .map(Metric.Accumulation.class::cast)
        .filter(each -> each.name().equals("express"))
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Test
  void activeBasins_areThoseThatHadAStream() {
    s2.store.createBasin(new BasinName("empty-basin"), BasinConfig.DEFAULT);

    assertThat(s2.store.metrics(MetricSet.Account.ACTIVE_BASINS, lastHour()))
        .containsExactly(new Metric.Label("active-basins", List.of(BASIN.value())));
    assertThat(s2.store.metrics(MetricSet.Account.ACTIVE_BASINS, MetricRange.of(0, 3600)))
        .containsExactly(new Metric.Label("active-basins", List.of()));
  }

  @Test
  void ranges_thatMakeNoSense_areInvalid() {
    var none = new MetricRange(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    long day = 86_400;
    for (MetricRange range :
        List.of(
            none,
            new MetricRange(OptionalLong.of(1), OptionalLong.empty(), Optional.empty()),
            new MetricRange(OptionalLong.empty(), OptionalLong.of(1), Optional.empty()),
            MetricRange.of(now(), now() - 1),
            MetricRange.of(now(), now() + 600),
            MetricRange.of(now() - 31 * day, now()))) {
      for (MetricSet.Account set : MetricSet.Account.values()) {
        assertRejected(ErrorCode.INVALID, () -> s2.store.metrics(set, range));
      }
      for (MetricSet.Basin set : MetricSet.Basin.values()) {
        assertRejected(ErrorCode.INVALID, () -> s2.basin.metrics(set, range));
      }
      assertRejected(
          ErrorCode.INVALID, () -> s2.basin.metrics(STREAM, MetricSet.Stream.STORAGE, range));
    }
    assertThat(s2.basin.metrics(MetricSet.Basin.STORAGE, MetricRange.of(now() - 30 * day, now())))
        .hasSize(1);
    assertThat(s2.basin.metrics(MetricSet.Basin.APPEND_OPS, MetricRange.of(0, 3600))).hasSize(2);
  }

  @Test
  void storage_atAnotherInterval_isInvalid() {
    assertRejected(
        ErrorCode.INVALID,
        () ->
            s2.basin.metrics(
                MetricSet.Basin.STORAGE, lastHour().withInterval(MetricInterval.MINUTE)));
    assertRejected(
        ErrorCode.INVALID,
        () ->
            s2.basin.metrics(
                STREAM, MetricSet.Stream.STORAGE, lastHour().withInterval(MetricInterval.HOUR)));
  }

  @Test
  void metrics_ofWhatIsMissing_areNotFound() {
    var nowhere = s2.store.basin(new BasinName("no-such-basin"));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND, () -> nowhere.metrics(MetricSet.Basin.STORAGE, lastHour()));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        () -> nowhere.metrics(STREAM, MetricSet.Stream.STORAGE, lastHour()));
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        () -> s2.basin.metrics(new StreamName("x"), MetricSet.Stream.STORAGE, lastHour()));
  }

  @Test
  void failedCalls_areNotCounted() {
    assertRejected(
        ErrorCode.RESOURCE_ALREADY_EXISTS, () -> s2.store.createBasin(BASIN, BasinConfig.DEFAULT));
    assertRejected(
        ErrorCode.INVALID,
        () ->
            s2.store.issueAccessToken(
                AccessTokenInfo.of(new AccessTokenId("x"), AccessTokenScope.NOTHING)));
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).hasSize(1);

    var ops = s2.store.metrics(MetricSet.Account.ACCOUNT_OPS, lastHour());

    assertThat(values(ops, "create-basin")).containsExactly(1.0);
    assertThat(values(ops, "issue-access-token")).isEmpty();
    assertThat(values(ops, "list-basins")).containsExactly(1.0);
    assertThat(Set.of(Operation.values())).hasSize(24);
  }

  @Test
  void oldIntervals_areRemoved_andTheLastSampleStays() throws Exception {
    s2.append("a");
    assertStored(9);
    s2.time.advance(Duration.ofDays(3));
    var old = new OldUsage(s2.store.engine().committer(), s2.store.engine().reads());
    old.remove(now());

    var week = MetricRange.of(now() - 7 * 86_400, now());
    assertThat(sums(week.withInterval(MetricInterval.MINUTE))).isEmpty();
    assertThat(sums(week.withInterval(MetricInterval.HOUR))).hasSize(1);
    assertStored(9);

    s2.time.advance(Duration.ofDays(500));
    old.remove(now());

    assertThat(usageRows()).as("two totals, and a sample by minute and hour of each").hasSize(6);
    assertStored(9);
  }

  /// The commit goes on, whoever still waits for it: what it writes must not be written again.
  @Test
  void counters_whoseReaderIsInterrupted_countOnce() throws Exception {
    s2.append("a");
    s2.storage.hold();
    var failure = new CompletableFuture<Throwable>();
    var reader =
        Thread.ofVirtual().start(() -> failure.complete(catchThrowable(() -> sums(lastHour()))));
    s2.storage.awaitHeld();
    reader.interrupt();
    assertThat(Fixture.get(failure)).isInstanceOf(InterruptedCallException.class);
    s2.storage.letGo();

    assertThat(values(s2.basin.metrics(MetricSet.Basin.APPEND_OPS, lastHour()), "express"))
        .containsExactly(1.0);
  }

  private List<String> usageRows() throws Exception {
    var rows = new ArrayList<String>();
    s2.beneath()
        .scan(
            new byte[] {'u'},
            new byte[] {'v'},
            (key, row) -> rows.add(new String(key, java.nio.charset.StandardCharsets.ISO_8859_1)));
    return rows.stream().filter(row -> !row.contains("metrics")).toList();
  }

  @Test
  void basin_createdAnew_hasNoneOfItsPredecessorsUsage() throws Exception {
    s2.append("a");
    assertThat(sums(lastHour())).hasSize(1);
    s2.append("counted, but not written when the basin goes");
    s2.store.deleteBasin(BASIN);
    s2.store.engine().background().submit(() -> {}).get();
    s2.store.engine().usage().flush();

    s2.store.createBasin(BASIN, BasinConfig.DEFAULT);

    assertThat(basinStorage()).isZero();
    assertThat(sums(lastHour())).isEmpty();
  }
}
