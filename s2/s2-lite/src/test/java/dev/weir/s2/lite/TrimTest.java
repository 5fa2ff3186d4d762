package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Command;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a trim costs, and what it leaves.
@Timeout(60)
@ParameterizedClass
@EnumSource(StoreKind.class)
class TrimTest {
  private final StoreKind kind;
  private Storage beneath;
  private CountingStorage storage;
  private S2Lite store;
  private S2Stream stream;

  TrimTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    beneath = kind.storage(directory);
    open();
    store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
  }

  @AfterEach
  void stop() {
    store.close();
    beneath.close();
  }

  private void open() throws IOException {
    storage = new CountingStorage(beneath);
    store = S2Lite.of(storage, S2LiteOptions.DEFAULT, new ManualTime());
    stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
  }

  @Test
  void append_withManyTrims_costsTheStorageWhatTheRowsThatGoDo() throws Exception {
    int trims = 2_000;
    for (int i = 0; i < trims; i++) {
      trimTo(2L * i - 20);
    }
    awaitBackground();
    List<byte[]> left = rows();
    int gone = trims - left.size();
    assertThat(left).hasSizeLessThan(20);
    assertThat(storage.rangeDeletes).hasValue(0);
    assertThat(storage.deletes).hasValue(gone);
    assertThat(storage.keysVisited).hasValue(gone);
    assertThat(storage.floors).hasValueLessThanOrEqualTo(2 * trims);
  }

  @Test
  void trim_ofManyRows_removesThemAndKeepsTheOneThatHoldsTheTrimPoint() throws Exception {
    for (int i = 0; i < 1_500; i++) {
      stream.append(batch("a" + i, "b" + i));
    }
    trimTo(2 * 1_400 + 1);
    assertThat(first()).isEqualTo(2 * 1_400 + 1);
    awaitBackground();
    assertThat(Keys.seqNumOfRow(rows().getFirst())).isEqualTo(2 * 1_400);
    assertThat(first()).isEqualTo(2 * 1_400 + 1);
  }

  @Test
  void trim_thatACloseCutOff_goesOnWhenTheStreamIsNextInUse() throws Exception {
    stream.append(batch("a"));
    stream.append(batch("b"));
    stream.append(batch("c"));
    store.close();
    StreamState state = StreamState.decode(beneath.get(Keys.tail(1)).orElseThrow());
    var trimmed = new Mutations();
    trimmed.put(
        Keys.tail(1),
        new StreamState(state.nextSeqNum(), state.lastTimestamp(), 2, state.fencingToken(), 0)
            .encode());
    beneath.commit(trimmed);
    open();
    assertThat(rows()).hasSize(3);
    assertThat(first()).isEqualTo(2);
    awaitBackground();
    assertThat(rows()).hasSize(1);
    store.close();
    open();
    assertThat(stream.checkTail().seqNum()).isEqualTo(3);
    awaitBackground();
    assertThat(storage.keysVisited).hasValue(0);
  }

  @Test
  void trim_ofEverything_keepsTheTail() throws Exception {
    stream.append(batch("a", "b"));
    trimTo(Long.MAX_VALUE);
    awaitBackground();
    assertThat(rows()).hasSize(1);
    stream.append(batch("c"));
    assertThat(first()).isEqualTo(4);
    trimTo(5);
    awaitBackground();
    assertThat(first()).isEqualTo(5);
    store.basin(Fixture.BASIN).deleteStream(Fixture.STREAM);
    assertThat(rows()).isEmpty();
    assertThat(beneath.get(Keys.firstRow(1))).isEmpty();
  }

  /// Two records each time: one of data, and the command.
  private void trimTo(long seqNum) {
    stream.append(
        AppendInput.of(AppendRecord.of("hello"), new Command.Trim(Math.max(0, seqNum)).toRecord()));
  }

  private long first() {
    return stream.read(ReadRequest.fromSeqNum(0).withCount(1)).records().getFirst().seqNum();
  }

  private List<byte[]> rows() throws IOException {
    return beneath.keys(Keys.row(1, 0), Keys.row(2, 0), Integer.MAX_VALUE);
  }

  private void awaitBackground() throws Exception {
    store.engine().background().submit(() -> {}).get(20, TimeUnit.SECONDS);
  }
}
