package dev.weir.s2.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which streams are copied, and what becomes of the basin.
class BasinCopyTest {
  private static final BasinConfig MAKING_STREAMS =
      new BasinConfig(StreamConfig.UNSET, Optional.empty(), true, false);
  private static final StreamName NOTES = new StreamName("notes");
  private static final StreamName TODOS = new StreamName("todos");

  private final S2Lite source = S2Lite.inMemory();
  private final S2Lite target = S2Lite.inMemory();

  @BeforeEach
  void fillSource() {
    source.createBasin(Places.FROM, MAKING_STREAMS);
    for (var name : List.of(NOTES, TODOS)) {
      source.basin(Places.FROM).stream(name).append(AppendInput.of(AppendRecord.of("a")));
    }
  }

  @AfterEach
  void close() {
    target.close();
    source.close();
  }

  @Test
  void copy_intoNoBasin_makesItWithEveryStreamAndTheConfiguration() {
    var reports = copy(List.of());

    assertThat(reports).hasSize(2).allMatch(report -> report.appended() == 1);
    assertThat(streams()).containsExactly(NOTES, TODOS);
    assertThat(target.basinConfig(Places.TO)).isEqualTo(source.basinConfig(Places.FROM));
  }

  @Test
  void copy_intoABasin_leavesItsConfigurationAndItsOtherStreams() {
    var other = new StreamName("other");
    Places.basin(target, Places.TO).createStream(other, StreamConfig.UNSET);
    var before = target.basinConfig(Places.TO);

    copy(List.of());

    assertThat(before).isNotEqualTo(source.basinConfig(Places.FROM));
    assertThat(target.basinConfig(Places.TO)).isEqualTo(before);
    assertThat(streams()).containsExactly(NOTES, other, TODOS);
  }

  @Test
  void copy_ofNamedStreams_copiesNoOther() {
    assertThat(copy(List.of(TODOS))).hasSize(1);
    assertThat(streams()).containsExactly(TODOS);
  }

  @Test
  void copy_ofABasinThatIsNotThere_makesNone() {
    var missing = BasinCopy.of(source, Places.TO, target, Places.TO);

    assertThatThrownBy(() -> missing.forEach(StreamCopy::run))
        .isInstanceOf(RequestRejectedException.class);
    assertThat(target.basins().stream().map(BasinInfo::name)).isEmpty();
  }

  private List<CopyReport> copy(List<StreamName> names) {
    var reports = new ArrayList<CopyReport>();
    BasinCopy.of(source, Places.FROM, target, Places.TO)
        .withStreams(names)
        .forEach(copy -> reports.add(copy.run()));
    return reports;
  }

  private List<StreamName> streams() {
    return target.basin(Places.TO).streams().stream().map(StreamInfo::name).toList();
  }
}
