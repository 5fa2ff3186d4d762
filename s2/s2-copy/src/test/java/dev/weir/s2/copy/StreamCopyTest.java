package dev.weir.s2.copy;

import static dev.weir.s2.copy.Places.STREAM;
import static dev.weir.s2.copy.Places.append;
import static dev.weir.s2.copy.Places.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Command;
import dev.weir.s2.FencingToken;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.Timestamping;
import dev.weir.s2.TransportException;
import dev.weir.s2.lite.S2Lite;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a copy is, and what is refused.
class StreamCopyTest {
  private final S2Lite s2 = S2Lite.inMemory();
  private final S2Basin source = Places.basin(s2, Places.FROM);
  private final S2Basin target = Places.basin(s2, Places.TO);

  @BeforeEach
  void createSource() {
    source.createStream(STREAM, StreamConfig.UNSET);
  }

  @AfterEach
  void close() {
    s2.close();
  }

  @ParameterizedTest
  @EnumSource(Timestamping.Mode.class)
  void copy_whoeverGivesTheTimestamps_keepsThemAndTheConfiguration(Timestamping.Mode mode) {
    var config =
        new StreamConfig(
            Optional.empty(),
            Optional.of(new RetentionPolicy.Age(1_000_000_000)),
            new Timestamping(Optional.of(mode), Optional.of(false)),
            OptionalLong.of(60));
    source.ensureStream(STREAM, config);
    for (int i = 0; i < 5; i++) {
      append(source, AppendRecord.of("record " + i).withTimestamp(1_000_000_000_000L + i));
    }
    var report = copy();
    assertThat(report.records()).isEqualTo(5);
    assertThat(report.appended()).isEqualTo(5);
    assertThat(everything(target)).isEqualTo(everything(source)).hasSize(5);
    assertThat(target.streamConfig(STREAM)).isEqualTo(source.streamConfig(STREAM));
  }

  @Test
  void copy_ofAnEmptyStream_isAnEmptyStream() {
    assertThat(copy().records()).isZero();
    assertThat(target.stream(STREAM).checkTail().seqNum()).isZero();
  }

  @Test
  void copy_again_appendsWhatIsNew() {
    append(source, "a", "b");
    copy();
    append(source, "c");
    var report = copy();
    assertThat(report.appended()).isEqualTo(1);
    assertThat(report.records()).isEqualTo(3);
    var again = copy();
    assertThat(again.appended()).isZero();
    assertThat(again.sha256()).isEqualTo(report.sha256());
    assertThat(everything(target)).isEqualTo(everything(source));
  }

  @Test
  void copy_ofFencesAndTrims_fencesAndTrimsTheCopy() {
    append(source, "a", "b", "c");
    append(source, new Command.Fence(new FencingToken("holder")).toRecord());
    append(source, new Command.Trim(2).toRecord());
    append(source, "d");
    var report = copy();
    assertThat(report.tail()).isEqualTo(6);
    assertThat(everything(target)).isEqualTo(everything(source));
    assertThat(everything(target))
        .extracting(SequencedRecord::seqNum)
        .containsExactly(2L, 3L, 4L, 5L);
    var stranger = AppendInput.of(AppendRecord.of("e")).withFencingToken(new FencingToken("other"));
    assertThatThrownBy(() -> target.stream(STREAM).append(stranger)).hasMessageContaining("holder");
  }

  /// The trim that removed the beginning is long gone itself.
  @Test
  void copy_ofWhatHasLostItsBeginning_keepsTheNumbers() {
    append(source, "a", "b", "c", "d");
    append(source, new Command.Trim(2).toRecord());
    append(source, "e");
    append(source, new Command.Trim(5).toRecord());
    var report = copy(); // 5: e, 6: the trim
    assertThat(report.filled()).isEqualTo(5);
    assertThat(everything(target)).isEqualTo(everything(source)).hasSize(2);
    append(source, "f");
    assertThat(copy().filled()).isZero();
    assertThat(everything(target)).isEqualTo(everything(source)).hasSize(3);
  }

  /// Retention leaves no command behind that says so.
  @Test
  void copy_ofWhatExpired_leavesOneCommandBeforeIt() {
    var records = List.of(record(5, "a"), record(6, "b"));
    var report = copy(records);
    assertThat(report.filled()).isEqualTo(5);
    assertThat(everything(target)).hasSize(3).endsWith(record(5, "a"), record(6, "b"));
    assertThat(everything(target).getFirst().isCommand()).isTrue();
    assertThat(copy(records).appended()).isZero();
  }

  @Test
  @Timeout(60)
  void copy_ofWhatExpiredWhole_keepsTheTail() {
    source.ensureStream(STREAM, StreamConfig.UNSET.withRetention(new RetentionPolicy.Age(1)));
    append(source, "a", "b");
    while (!everything(source).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(copy().filled()).isEqualTo(2);
    assertThat(target.stream(STREAM).checkTail()).isEqualTo(source.stream(STREAM).checkTail());
  }

  /// As a read does whose store is closed when it has just begun.
  @Test
  void copy_ofWhatEndsBeforeItsFirstRecord_failsAndAppendsNothing() {
    append(source, "a", "b");
    var ending = RecordSource.of(endingReads(source.stream(STREAM)));
    assertThatThrownBy(() -> StreamCopy.of(ending, StreamConfig.UNSET, target, STREAM).run())
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("ended at 0, before 2");
    assertThat(target.stream(STREAM).checkTail().seqNum()).isZero();
  }

  private static S2Stream endingReads(S2Stream stream) {
    var ending =
        Proxy.newProxyInstance(
            S2Stream.class.getClassLoader(),
            new Class<?>[] {S2Stream.class},
            (self, method, arguments) -> {
              var result = method.invoke(stream, arguments);
              if (result instanceof ReadSession session) {
                session.close();
              }
              return result;
            });
    return (S2Stream) ending;
  }

  @Test
  void copy_ofWhatHasLostTooManyRecords_isRefusedAndAppendsNothing() {
    var records = List.of(record(StreamCopy.MAX_FILLED + 1, "a"));
    assertThatThrownBy(() -> copy(records))
        .isInstanceOf(CopyRefusedException.class)
        .hasMessageContaining("10000001 records");
    assertThat(target.stream(STREAM).checkTail().seqNum()).isZero();
  }

  @Test
  void copy_intoAnotherStream_isRefusedAndAppendsNothing() {
    append(source, "a", "b");
    target.createStream(STREAM, StreamConfig.UNSET);
    append(target, "x");
    assertThatThrownBy(this::copy)
        .isInstanceOf(CopyRefusedException.class)
        .hasMessageContaining("record 0")
        .hasMessageContaining("body differs");
    assertThat(everything(target)).hasSize(1);
  }

  /// What looks like places to fill, but are records, must not be trimmed away.
  @Test
  void copy_ofATrimmedStreamIntoAnotherStream_isRefused() {
    target.createStream(STREAM, StreamConfig.UNSET);
    append(target, "precious");
    assertThatThrownBy(() -> copy(List.of(record(5, "a"))))
        .isInstanceOf(CopyRefusedException.class)
        .hasMessageContaining("not of the source");
    assertThat(everything(target)).hasSize(1);
  }

  @Test
  void copy_intoAStreamThatWentOn_isRefused() {
    append(source, "a");
    copy();
    append(target, "b");
    assertThatThrownBy(this::copy)
        .isInstanceOf(CopyRefusedException.class)
        .hasMessageContaining("beyond the source's 1");
  }

  private CopyReport copy() {
    return StreamCopy.of(source, STREAM, target, STREAM).run();
  }

  private CopyReport copy(List<SequencedRecord> records) {
    return StreamCopy.of(new ListSource(records), StreamConfig.UNSET, target, STREAM).run();
  }

  private static SequencedRecord record(long seqNum, String body) {
    return new SequencedRecord(seqNum, 7, List.of(), AppendRecord.of(body).body());
  }

  private record ListSource(List<SequencedRecord> records) implements RecordSource {
    @Override
    public StreamPosition tail() {
      return new StreamPosition(records.getLast().seqNum() + 1, records.getLast().timestamp());
    }

    @Override
    public Reading open() {
      var rest = new ArrayList<>(records);
      return new Reading() {
        @Override
        public Optional<SequencedRecord> next() {
          return rest.isEmpty() ? Optional.empty() : Optional.of(rest.removeFirst());
        }

        @Override
        public void close() {}
      };
    }
  }
}
