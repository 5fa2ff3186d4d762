package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Bytes;
import dev.weir.s2.Change;
import dev.weir.s2.CreateBasinOptions;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.LocationInfo;
import dev.weir.s2.LocationName;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamReconfiguration;
import dev.weir.s2.Timestamping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class ReconfigureTest {
  private static final RetentionPolicy INFINITE = new RetentionPolicy.Infinite();
  private static final StreamReconfiguration KEEP = StreamReconfiguration.NONE;

  private final StoreKind kind;
  private Fixture s2;

  ReconfigureTest(StoreKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(kind, directory).withStream();
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void reconfigureStream_ofEachField_changesThatAlone_andSurvivesAReopen() throws Exception {
    StreamConfig before = StreamConfig.GLOBAL_DEFAULT;
    assertThat(change(KEEP)).isEqualTo(before);
    assertThat(change(KEEP.withStorageClass(Change.to(StorageClass.STANDARD))).storageClass())
        .contains(StorageClass.STANDARD);
    assertThat(change(KEEP.withRetentionPolicy(Change.to(INFINITE))).retentionPolicy())
        .contains(INFINITE);
    assertThat(change(KEEP.withTimestampingUncapped(Change.to(true))).timestamping().uncapped())
        .contains(true);
    change(KEEP.withTimestampingMode(Change.to(Timestamping.Mode.ARRIVAL)));
    StreamConfig all = change(KEEP.withDeleteOnEmptyMinAgeSecs(Change.to(60L)));
    var expected =
        new StreamConfig(
            Optional.of(StorageClass.STANDARD),
            Optional.of(INFINITE),
            new Timestamping(Optional.of(Timestamping.Mode.ARRIVAL), Optional.of(true)),
            OptionalLong.of(60));
    assertThat(all).isEqualTo(expected);
    s2.reopen();
    assertThat(s2.basin.streamConfig(Fixture.STREAM)).isEqualTo(expected);
    assertThat(change(KEEP.withDeleteOnEmptyMinAgeSecs(Change.to(0L))).deleteOnEmptyMinAgeSecs())
        .hasValue(0);
  }

  @Test
  void reconfigureStream_thatClears_fallsToTheBasinsDefaultOfNow() {
    change(
        KEEP.withRetentionPolicy(Change.to(INFINITE))
            .withStorageClass(Change.to(StorageClass.STANDARD)));
    s2.store.reconfigureBasin(
        Fixture.BASIN,
        BasinReconfiguration.NONE.withDefaultStreamConfig(
            KEEP.withRetentionPolicy(Change.to(new RetentionPolicy.Age(60)))));
    StreamConfig cleared = change(StreamReconfiguration.CLEAR);
    assertThat(cleared)
        .isEqualTo(StreamConfig.GLOBAL_DEFAULT.withRetention(new RetentionPolicy.Age(60)));
  }

  @Test
  void reconfigureStream_ofAnActiveStream_appliesToTheNextAppend() {
    var record = new AppendRecord(OptionalLong.of(7), List.of(), Bytes.utf8("a"));
    assertThat(s2.stream.append(AppendInput.of(record)).start().timestamp()).isEqualTo(7);
    change(KEEP.withTimestampingMode(Change.to(Timestamping.Mode.ARRIVAL)));
    assertThat(s2.stream.append(AppendInput.of(record)).start().timestamp())
        .isEqualTo(s2.time.epochMillis());
    change(KEEP.withTimestampingMode(Change.to(Timestamping.Mode.CLIENT_REQUIRE)));
    assertRejected(ErrorCode.INVALID, () -> s2.append("without"));
  }

  @Test
  void reconfigureStream_ofWhatIsMissing_saysWhat() {
    assertRejected(
        ErrorCode.STREAM_NOT_FOUND,
        () -> s2.basin.reconfigureStream(new StreamName("missing"), KEEP));
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        () ->
            s2.store.basin(new BasinName("missing-basin")).reconfigureStream(Fixture.STREAM, KEEP));
  }

  @Test
  void reconfigureBasin_changesFieldsAlone_andNoStreamThatExists() {
    var everything =
        BasinReconfiguration.NONE
            .withDefaultStreamConfig(KEEP.withRetentionPolicy(Change.to(INFINITE)))
            .withCreateStreamOnAppend(true)
            .withCreateStreamOnRead(true);
    StreamConfig infinite = StreamConfig.UNSET.withRetention(INFINITE);
    var all = new BasinConfig(infinite, Optional.empty(), true, true);
    assertThat(s2.store.reconfigureBasin(Fixture.BASIN, everything)).isEqualTo(all);
    assertThat(s2.store.reconfigureBasin(Fixture.BASIN, BasinReconfiguration.NONE)).isEqualTo(all);
    assertThat(s2.store.basinConfig(Fixture.BASIN)).isEqualTo(all);
    assertThat(s2.basin.streamConfig(Fixture.STREAM)).isEqualTo(StreamConfig.GLOBAL_DEFAULT);
    s2.basin.stream(new StreamName("new")).append(Fixture.batch("a"));
    assertThat(s2.basin.streamConfig(new StreamName("new")).retentionPolicy()).contains(INFINITE);
    assertThat(
            s2.store.reconfigureBasin(
                Fixture.BASIN,
                BasinReconfiguration.NONE.withDefaultStreamConfig(StreamReconfiguration.CLEAR)))
        .isEqualTo(new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, true));
  }

  @Test
  void reconfigure_ofABasinInDeletion_isRefused() throws Exception {
    var gone = new BasinName("gone-basin");
    assertRejected(
        ErrorCode.BASIN_NOT_FOUND,
        () -> s2.store.reconfigureBasin(gone, BasinReconfiguration.NONE));
    s2.store.engine().catalog().markDeleted(Fixture.BASIN);
    assertRejected(
        ErrorCode.BASIN_DELETION_PENDING,
        () -> s2.store.reconfigureBasin(Fixture.BASIN, BasinReconfiguration.NONE));
    assertRejected(
        ErrorCode.BASIN_DELETION_PENDING, () -> s2.basin.reconfigureStream(Fixture.STREAM, KEEP));
  }

  @Test
  void locations_areTheOneOfThisStore() {
    var local = new LocationInfo(new LocationName("local"), true);
    assertThat(s2.store.listLocations()).containsExactly(local);
    assertThat(s2.store.defaultLocation()).isEqualTo(local);
    assertThat(s2.store.setDefaultLocation(local.name())).isEqualTo(local);
    assertRejected(
        ErrorCode.INVALID, () -> s2.store.setDefaultLocation(new LocationName("aws:eu-1")));
    s2.store.createBasin(
        new BasinName("placed-basin"),
        BasinConfig.DEFAULT,
        CreateBasinOptions.NONE.withLocation(new LocationName("aws:eu-1")));
    assertThat(s2.store.listBasins(ListRequest.ALL).items())
        .allMatch(basin -> basin.location().isEmpty());
  }

  private StreamConfig change(StreamReconfiguration change) {
    return s2.basin.reconfigureStream(Fixture.STREAM, change);
  }
}
