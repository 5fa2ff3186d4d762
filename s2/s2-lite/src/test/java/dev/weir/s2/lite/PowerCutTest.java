package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The power fails at any write or sync of the store's database, hundreds of times. What had been
/// acknowledged is there, in order; of what had not, whole batches only; and the store goes on.
///
/// Simulated is the loss of what was not synced. A [DiskTape] has from RocksDB itself what was
/// written and synced up to each moment, flushes, compactions and recoveries among them, and
/// [PowerCut] makes the directory that the moment can leave behind. The cuts are made after the
/// run, which does not notice. Not simulated: files that come, go or change names in another order
/// than that in which it was asked for (a journal keeps it), damage to what had been synced, and
/// disks that tell of a sync they did not make, but for the one test that shows the others can
/// fail. `-Dweir.cuts=N` for more cuts in each generation of each seed.
@Timeout(value = 4, unit = TimeUnit.HOURS)
class PowerCutTest {
  private static final int GENERATIONS = 3;
  private static final int CUTS = Integer.getInteger("weir.cuts", 12);
  private static final int APPENDERS = 3;
  private static final int BATCHES = 40;

  /// A batch of records that are all the same, and how many moments the tape had when it was
  /// acknowledged.
  private record Ack(long seqNum, int records, String body, int moments) {
    boolean isBefore(int moment) {
      return moments <= moment + 1;
    }

    Ack ofTheGenerationBefore() {
      return new Ack(seqNum, records, body, 0);
    }
  }

  /// What one opening of the database did.
  private record Run(DiskTape tape, int created, List<Ack> acks) {
    List<Ack> ackedAt(int moment) {
      return acks.stream().filter(ack -> ack.isBefore(moment)).toList();
    }
  }

  @TempDir Path directory;

  /// Each generation goes on from a cut of the one before.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void store_afterAPowerCutAtAnyWriteOrSync_hasEveryAckedBatchAndGoesOn(long seed)
      throws Exception {
    var random = new Random(seed);
    Path database = Files.createDirectory(directory.resolve("0"));
    List<Ack> before = List.of();
    for (int generation = 0; generation < GENERATIONS; generation++) {
      Run run = run(database, before, random.nextLong(), tape -> {});
      for (int i = 0; i < CUTS; i++) {
        int moment = random.nextInt(run.tape.now());
        Path cut = directory.resolve(generation + "-" + i);
        new PowerCut(random).at(run.tape.at(moment), cut);
        assertThat(faults(run, moment, cut))
            .as("seed %d, generation %d, moment %d", seed, generation, moment)
            .isEmpty();
        delete(cut);
      }
      int moment = random.nextInt(run.created, run.tape.now());
      database = directory.resolve(String.valueOf(generation + 1));
      new PowerCut(random).at(run.tape.at(moment), database);
      before = run.ackedAt(moment).stream().map(Ack::ofTheGenerationBefore).toList();
    }
  }

  /// The tests' own test: where syncs are told and not made, acknowledged batches are missed.
  @Test
  void powerCut_ofADiskThatTellsOfSyncsItDidNotMake_isFoundToLoseAckedBatches() throws Exception {
    Path database = Files.createDirectory(directory.resolve("0"));
    Run run = run(database, List.of(), 1, DiskTape::lie);
    var faults = new ArrayList<String>();
    for (int i = 0; i < CUTS && faults.isEmpty(); i++) {
      int moment = run.tape.now() - 1 - i;
      Path cut = directory.resolve("cut-" + i);
      new PowerCut(new Random(i)).at(run.tape.at(moment), cut);
      faults.addAll(faults(run, moment, cut));
    }
    assertThat(faults).isNotEmpty();
  }

  private Run run(Path database, List<Ack> before, long seed, Consumer<DiskTape> disk)
      throws Exception {
    Path kept = Files.createTempDirectory(directory, "kept");
    var tape = new DiskTape(database, kept);
    List<Ack> acks = Collections.synchronizedList(new ArrayList<>(before));
    int created;
    try (var storage = RocksStorage.open(database, () -> {}, tape::attachTo);
        S2Lite store = store(storage)) {
      if (before.isEmpty()) {
        store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
        store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      }
      created = before.isEmpty() ? tape.now() : 0;
      disk.accept(tape);
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      var appenders =
          all(
              APPENDERS,
              i -> Fixture.async(() -> append(stream, new Random(seed + i), i, tape, acks)));
      for (var appender : appenders) {
        assertThat(appender.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
    return new Run(tape, created, List.copyOf(acks));
  }

  private static boolean append(
      S2Stream stream, Random random, int appender, DiskTape tape, List<Ack> acks) {
    for (int i = 0; i < BATCHES; i++) {
      int records = 1 + random.nextInt(3);
      boolean isLarge = random.nextInt(10) == 0; // larger than a block of RocksDB's log
      String filler = "-".repeat(random.nextInt(isLarge ? 80_000 : 3_000));
      String body = records + ":" + appender + ":" + i + ":" + filler;
      AppendInput batch = AppendInput.of(all(records, n -> AppendRecord.of(body)));
      long seqNum = stream.append(batch).start().seqNum();
      acks.add(new Ack(seqNum, records, body, tape.now()));
    }
    return true;
  }

  /// Opens what the cut left, and says what is wrong with it.
  private static List<String> faults(Run run, int moment, Path cut) {
    var faults = new ArrayList<String>();
    try (var storage = RocksStorage.open(cut, () -> {});
        S2Lite store = store(storage)) {
      if (moment < run.created) {
        return faults; // opening is all that was promised
      }
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      long tail = stream.checkTail().seqNum();
      List<String> bodies = Fixture.everything(stream);
      if (bodies.size() != tail) {
        faults.add("the tail is " + tail + " and there are " + bodies.size() + " records");
      }
      for (Ack ack : run.ackedAt(moment)) {
        if (!isAt(bodies, (int) ack.seqNum, ack.records, ack.body)) {
          faults.add("no batch of " + ack.records + " at " + ack.seqNum + ", which was acked");
        }
      }
      for (int at = 0; at < bodies.size(); at += records(bodies.get(at))) {
        if (!isAt(bodies, at, records(bodies.get(at)), bodies.get(at))) {
          faults.add("the batch at " + at + " is not whole");
        }
      }
      stream.append(Fixture.batch("after"));
      if (!Fixture.everything(stream).getLast().equals("after")) {
        faults.add("what was appended afterwards is not there");
      }
    } catch (IOException e) {
      faults.add("it does not open: " + e.getMessage());
    }
    return faults;
  }

  private static boolean isAt(List<String> bodies, int at, int records, String body) {
    return bodies.size() >= at + records
        && bodies.subList(at, at + records).stream().allMatch(body::equals);
  }

  private static int records(String body) {
    return Integer.parseInt(body.substring(0, body.indexOf(':')));
  }

  private static S2Lite store(Storage storage) throws IOException {
    // Closes the storage, which may be closed once more.
    return S2Lite.of(storage, S2LiteOptions.DEFAULT, Time.system(Clock.systemUTC()));
  }

  private static <T> List<T> all(int count, IntFunction<T> each) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(each::apply).toList();
  }

  private static void delete(Path cut) throws IOException {
    try (var files = Files.list(cut)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(cut);
  }
}
