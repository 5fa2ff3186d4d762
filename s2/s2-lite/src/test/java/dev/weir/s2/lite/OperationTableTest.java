package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static dev.weir.s2.lite.Fixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamReconfiguration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which error for which operation, where a basin or stream is missing or in deletion.
class OperationTableTest {
  private static final StreamName MISSING = new StreamName("missing");

  private Fixture s2;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(StoreKind.MEMORY, directory);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void operations_inAMissingBasin_sayWhatIsMissing() {
    S2Basin basin = s2.store.basin(new BasinName("missing-basin"));
    var name = basin.name();
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.store.basinConfig(name));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        () -> s2.store.reconfigureBasin(name, BasinReconfiguration.NONE));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> s2.store.deleteBasin(name));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> basin.listStreams(ListRequest.ALL));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND, () -> basin.createStream(MISSING, StreamConfig.UNSET));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND, () -> basin.ensureStream(MISSING, StreamConfig.UNSET));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        () -> basin.reconfigureStream(MISSING, StreamReconfiguration.NONE));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> basin.streamConfig(MISSING));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> basin.deleteStream(MISSING));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> basin.stream(MISSING).append(batch("a")));
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> basin.stream(MISSING).openAppend());
    assertRejected(ErrorCode.BASIN_NOT_FOUND, () -> basin.stream(MISSING).checkTail());
  }

  @Test
  void operations_onAMissingStream_sayWhatIsMissing() {
    s2.withStream();
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        () -> s2.basin.reconfigureStream(MISSING, StreamReconfiguration.NONE));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.streamConfig(MISSING));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.deleteStream(MISSING));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.stream(MISSING).append(batch("a")));
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.stream(MISSING).openAppend());
    assertRejected(ErrorCode.STREAM_NOT_FOUND, () -> s2.basin.stream(MISSING).checkTail());
  }

  /// Marked, but not yet looked at by the background.
  @Test
  void operations_inABasinInDeletion_refuseWhatIsNew_andLetTheRestWork() {
    var creating = new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, true);
    s2.store.createBasin(Fixture.BASIN, creating);
    s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET);
    assertThat(s2.store.engine().catalog().markDeleted(Fixture.BASIN)).isTrue();

    assertThat(s2.store.basinConfig(Fixture.BASIN)).isEqualTo(creating);
    assertThat(s2.store.listBasins(ListRequest.ALL).items().getFirst().deletedAt()).isPresent();
    assertThat(s2.basin.listStreams(ListRequest.ALL).items()).hasSize(1);
    assertPending(() -> s2.store.createBasin(Fixture.BASIN, creating));
    assertPending(() -> s2.store.ensureBasin(Fixture.BASIN, creating));
    assertPending(() -> s2.store.reconfigureBasin(Fixture.BASIN, BasinReconfiguration.NONE));
    assertPending(() -> s2.basin.createStream(MISSING, StreamConfig.UNSET));
    assertPending(() -> s2.basin.ensureStream(Fixture.STREAM, StreamConfig.UNSET));
    assertPending(() -> s2.basin.reconfigureStream(Fixture.STREAM, StreamReconfiguration.NONE));
    assertPending(() -> s2.basin.stream(MISSING).append(batch("a")));
    assertPending(() -> s2.basin.stream(MISSING).checkTail());

    s2.append("a");
    assertThat(s2.stream.checkTail().seqNum()).isEqualTo(1);
    assertThat(s2.basin.streamConfig(Fixture.STREAM)).isEqualTo(StreamConfig.GLOBAL_DEFAULT);
    s2.basin.deleteStream(Fixture.STREAM);
    s2.store.deleteBasin(Fixture.BASIN); // again
  }

  @Test
  void deleteBasin_ofManyStreams_removesThemAll() throws Exception {
    s2.store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
    for (int i = 0; i < 1_100; i++) { // more than a page
      s2.basin.createStream(new StreamName("s" + i), StreamConfig.UNSET);
    }
    s2.store.deleteBasin(Fixture.BASIN);
    s2.store.engine().background().submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).isEmpty();
    assertThat(s2.beneath().keys(new byte[] {'s'}, new byte[] {'u'}, 10)).isEmpty();
    s2.store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
  }

  @Test
  void deleteBasin_thatCannotBeFinished_isTriedAgain() throws Exception {
    s2.withStream();
    byte[] key = Keys.stream(new StreamKey(Fixture.BASIN, Fixture.STREAM));
    byte[] row = s2.beneath().get(key).orElseThrow();
    write(key, new byte[] {99});
    s2.store.deleteBasin(Fixture.BASIN);
    s2.store.engine().background().submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).hasSize(1);
    write(key, row);
    s2.store
        .engine()
        .background()
        .submit(s2.store.engine().background()::sweep)
        .get(20, TimeUnit.SECONDS);
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).isEmpty();
  }

  /// A deletion that comes late finds a basin of the same name that is not its own.
  @Test
  void removal_ofABasinCreatedAnew_leavesItAlone() throws Exception {
    s2.withStream();
    s2.append("a");
    var background = s2.store.engine().background();
    background.removeBasin(Fixture.BASIN);
    background.submit(() -> {}).get(20, TimeUnit.SECONDS);
    assertThat(Fixture.everything(s2.stream)).containsExactly("a");
    assertThat(s2.store.listBasins(ListRequest.ALL).items()).hasSize(1);
  }

  private void write(byte[] key, byte[] row) throws Exception {
    var mutations = new Mutations();
    mutations.put(key, row);
    s2.beneath().commit(mutations);
  }

  private static void assertPending(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertRejected(ErrorCode.BASIN_DELETION_PENDING, call);
  }
}
