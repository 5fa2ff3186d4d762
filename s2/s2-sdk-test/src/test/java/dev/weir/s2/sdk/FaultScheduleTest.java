package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RecordReader;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.AppendRetry;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2ClientConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Append and read sessions over connections that break at any byte, by a thousand schedules drawn
/// from seeds. However a schedule goes, the stream holds what was acknowledged, in order, and a
/// reader sees exactly the stream.
///
/// One schedule is run again with `-Dweir.fault.seed=N`, more of them with
/// `-Dweir.fault.schedules=N`.
@Timeout(300)
final class FaultScheduleTest {
  private static final BasinName BASIN = new BasinName("fault-basin");
  private static final int BATCHES = 12;
  private static final int SCHEDULES = Integer.getInteger("weir.fault.schedules", 1_000);
  private static final int AT_ONCE = 4;
  private static final List<AppendRetry> POLICIES = List.of(AppendRetry.values());
  private static final RetryPolicy STUBBORN =
      new RetryPolicy(1_000, Duration.ofMillis(1), Duration.ofMillis(2));

  @Test
  void sessions_overAnySchedule_keepTheStreamAndShowIt() throws Exception {
    OptionalInt only = onlySeed();
    try (var store = Store.open(Store.Kind.HTTP_2)) {
      store.s2().ensureBasin(BASIN, BasinConfig.DEFAULT);
      int cuts = only.isPresent() ? run(store, only.getAsInt()) : runAll(store);
      assertThat(cuts).as("connections cut").isPositive();
    }
  }

  private static OptionalInt onlySeed() {
    var seed = Optional.ofNullable(Integer.getInteger("weir.fault.seed"));
    return seed.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static int runAll(Store store) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var runs = new ArrayList<Future<Integer>>();
      for (int seed = 0; seed < SCHEDULES; seed++) {
        int each = seed;
        runs.add(threads.submit(() -> run(store, each)));
      }
      int cuts = 0;
      try {
        for (var run : runs) {
          cuts += run.get();
        }
      } finally {
        threads.shutdownNow();
      }
      return cuts;
    }
  }

  /// One schedule; the connections it cut.
  private static int run(Store store, int seed) throws IOException {
    var random = new Random(seed);
    var policy = POLICIES.get(random.nextInt(POLICIES.size()));
    var cleartext = random.nextInt(4) == 0 ? Cleartext.HTTP_1_1 : Cleartext.HTTP_2;
    var name = new StreamName("seed-" + seed);
    store.s2().basin(BASIN).createStream(name, StreamConfig.UNSET);
    var stream = store.s2().basin(BASIN).stream(name);
    var faults = new FaultyProxy.Faults(seed, 1 + random.nextInt(8), 3_000);
    try (var proxy = FaultyProxy.start(store.port(), faults);
        var s2 =
            store.connectTo(
                proxy.port(), config -> configured(config, policy).withCleartext(cleartext))) {
      var appends = append(s2, name, random);
      String how = "seed " + seed + ", " + policy + ", " + cleartext;
      check(appends, bodies(stream), policy, how);
      var seen = read(s2, name, random, stream);
      // A lost request may still arrive, and then only adds to the stream.
      assertThat(bodies(stream).subList(0, seen.size())).as(how).isEqualTo(seen);
      return proxy.cuts();
    } catch (S2Exception | AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + policy + ", " + cleartext + ": " + e, e);
    }
  }

  private static S2ClientConfig configured(S2ClientConfig config, AppendRetry policy) {
    return config
        .withAppendRetry(policy)
        .withRetry(STUBBORN)
        .withFollowRetry(STUBBORN)
        .withRequestTimeout(Duration.ofSeconds(2));
  }

  /// What was submitted, batch by batch, and what became of each.
  private record Append(List<String> bodies, CompletableFuture<AppendAck> ack) {
    boolean isAcknowledged() {
      return ack.isDone() && !ack.isCompletedExceptionally();
    }
  }

  /// Submits all batches in one session, as far as it goes.
  private static List<Append> append(S2 s2, StreamName name, Random random) {
    var appends = new ArrayList<Append>();
    try (var session = s2.basin(BASIN).stream(name).openAppend()) {
      for (int i = 0; i < BATCHES; i++) {
        int batch = i;
        var bodies =
            IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(record -> batch + "." + record + " " + "x".repeat(random.nextInt(300)))
                .toList();
        var input = AppendInput.of(bodies.stream().map(AppendRecord::of).toList());
        appends.add(new Append(bodies, session.submit(input)));
      }
    } catch (S2Exception e) {
      // under NO_SIDE_EFFECTS a batch whose fate is unknown ends the session, and that is right
    }
    assertThat(appends).allMatch(each -> each.ack().isDone());
    return appends;
  }

  private static void check(
      List<Append> appends, List<String> stored, AppendRetry policy, String how) {
    var acknowledged = appends.stream().filter(Append::isAcknowledged).toList();
    for (var append : acknowledged) {
      long start = append.ack().join().start().seqNum();
      assertThat(stored.subList((int) start, (int) start + append.bodies().size()))
          .as(how)
          .isEqualTo(append.bodies());
    }
    var submitted = appends.stream().flatMap(each -> each.bodies().stream()).toList();
    switch (policy) {
      case EXACTLY_ONCE -> {
        assertThat(acknowledged).as(how).hasSize(BATCHES);
        assertThat(stored).as(how).isEqualTo(submitted);
      }
      case ALL -> {
        assertThat(acknowledged).as(how).hasSize(BATCHES);
        assertThat(new HashSet<>(stored)).as(how).isEqualTo(new HashSet<>(submitted));
      }
      // Never twice; and of those unacknowledged a beginning may be there.
      case NO_SIDE_EFFECTS ->
          assertThat(submitted.subList(0, stored.size())).as(how).isEqualTo(stored);
    }
  }

  /// Reads the stream through the faults, bounded or following, until its tail.
  private static List<String> read(S2 s2, StreamName name, Random random, S2Stream stream) {
    long tail = stream.checkTail().seqNum();
    if (tail == 0) {
      return List.of();
    }
    var from = ReadRequest.fromSeqNum(0);
    var request = random.nextBoolean() ? from : from.withCount(tail);
    try (RecordReader reader = s2.basin(BASIN).stream(name).records(request)) {
      return IntStream.range(0, (int) tail)
          .mapToObj(i -> reader.next().orElseThrow().body().utf8())
          .collect(Collectors.toList());
    }
  }

  private static List<String> bodies(S2Stream stream) {
    return SessionsTest.bodies(stream);
  }
}
