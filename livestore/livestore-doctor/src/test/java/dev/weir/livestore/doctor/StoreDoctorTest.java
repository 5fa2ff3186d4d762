package dev.weir.livestore.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.PushResult;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Command;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.copy.CopyListener;
import dev.weir.s2.copy.RecordSource;
import dev.weir.s2.lite.S2Lite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreDoctorTest {
  private static final StreamName STREAM = new StreamName("todos");
  private static final BasinName REPAIRED = new BasinName("repaired");

  private final S2Lite s2 = S2Lite.inMemory();
  private final S2Basin basin = basin(new BasinName("livestore"));
  private final S2Basin repaired = basin(REPAIRED);

  private S2Basin basin(BasinName name) {
    s2.createBasin(name, BasinConfig.DEFAULT);
    s2.basin(name).createStream(STREAM, StreamConfig.UNSET);
    return s2.basin(name);
  }

  @AfterEach
  void close() {
    s2.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void examine_ofASickStream_findsExactlyWhatIsWrong(long seed) {
    var sick = sick(seed, 2_000);

    var findings = new ArrayList<String>();
    var report = examine(basin, findings);

    assertThat(findings).as("seed %d", seed).isEqualTo(sick.planted()).hasSizeGreaterThan(200);
    assertThat(report.records()).isEqualTo(2_000);
    assertThat(report.events()).isEqualTo(sick.chain().size());
    assertThat(report.head()).isEqualTo(sick.chain().getLast().seqNum().value());
    assertThat(report.findings().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(sick.planted().size());
    assertThat(List.copyOf(report.findings().keySet())).hasSizeGreaterThan(2).isSorted();
  }

  /// However little the doctor may remember.
  @Test
  void storedEvents_ofAFewPlaces_findsEveryEvent() {
    var sick = sick(11, 1_000);
    var stored = new StoredEvents(basin.stream(STREAM), 2, 8);
    try (var reading = RecordSource.of(basin.stream(STREAM)).open()) {
      var chain = new CanonicalLog();
      for (var next = reading.next(); next.isPresent(); next = reading.next()) {
        var record = next.get();
        CanonicalLog.event(record)
            .filter(chain::offer)
            .ifPresent(event -> stored.add(record.seqNum(), event));
      }
    }
    for (EncodedEvent event : sick.chain()) {
      assertThat(stored.at(event.seqNum(), 1_000)).contains(event);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void repair_ofASickStream_isOneChainThatGoesOn(long seed) throws InterruptedException {
    var sick = sick(seed, 1_000);
    var before = examine(basin, new ArrayList<>());

    var copy = doctor(basin).repair(repaired, "todos", StreamNaming.DISTINCT, CopyListener.NONE);

    assertThat(copy.records()).isEqualTo(1_000);
    var findings = new ArrayList<String>();
    var after = examine(repaired, findings);
    assertThat(findings).as("seed %d", seed).isEmpty();
    assertThat(after.isHealthy()).isTrue();
    assertThat(after.events()).isEqualTo(before.events());
    assertThat(places(repaired)).isEqualTo(places(basin)); // cursors stay good
    var last = sick.chain().getLast().seqNum().value();
    var next = SickStream.event(last + 1, last, "next");
    try (var proxy = LiveStoreProxy.over(s2, REPAIRED, ProxyConfig.defaults())) {
      assertThat(proxy.push(new PushPayload("todos", List.of(next))))
          .isInstanceOf(PushResult.Accepted.class);
    }
    assertThat(examine(repaired, new ArrayList<>()).events()).isEqualTo(before.events() + 1);
  }

  @Test
  void repair_intoTheStreamItself_isRefused() {
    sick(1, 10);
    assertThatThrownBy(
            () -> doctor(basin).repair(basin, "todos", StreamNaming.DISTINCT, CopyListener.NONE))
        .hasMessageContaining("cannot be the stream itself");
  }

  @Test
  void examine_ofAStreamThatLostItsBeginning_saysSo_andRepairRefuses() {
    var stream = basin.stream(STREAM);
    for (int i = 1; i <= 3; i++) {
      stream.append(AppendInput.of(AppendRecord.of(SickStream.event(i, i - 1, "e").json())));
    }
    stream.append(AppendInput.of(new Command.Trim(2).toRecord()));
    var findings = new ArrayList<String>();
    examine(basin, findings);
    assertThat(findings).containsExactly("2 beginning-lost", "2 missing");
    assertThatThrownBy(
            () -> doctor(basin).repair(repaired, "todos", StreamNaming.DISTINCT, CopyListener.NONE))
        .isInstanceOf(RepairRefusedException.class);
    assertThat(repaired.stream(STREAM).checkTail().seqNum()).isZero();
  }

  private SickStream sick(long seed, int records) {
    var sick = new SickStream(basin.stream(STREAM), new Random(seed));
    sick.write(records);
    return sick;
  }

  private static StoreDoctor doctor(S2Basin basin) {
    return StoreDoctor.of(basin, STREAM);
  }

  private static StoreReport examine(S2Basin basin, List<String> findings) {
    return doctor(basin)
        .examine(found -> findings.add(found.s2SeqNum() + " " + found.kind()), seen -> {});
  }

  private static List<String> places(S2Basin basin) {
    var places = new ArrayList<String>();
    var chain = new CanonicalLog();
    try (var records = basin.stream(STREAM).records(ReadRequest.fromSeqNum(0).withCount(1_000))) {
      for (var record : records) {
        Optional<EncodedEvent> event = CanonicalLog.event(record).filter(chain::offer);
        event.ifPresent(
            e -> places.add(record.seqNum() + " " + record.timestamp() + " " + e.json()));
      }
    }
    return places;
  }
}
