package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.OperationGroups.ReadWrite;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OperationTest {
  private static Set<Operation> allowedBy(OperationGroups groups) {
    return Arrays.stream(Operation.values())
        .filter(groups::allow)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
  }

  @Test
  void streamGroup_allowsWhatIsDoneToRecords() {
    assertThat(allowedBy(new OperationGroups(ReadWrite.NONE, ReadWrite.NONE, ReadWrite.ALL)))
        .containsExactlyInAnyOrder(
            Operation.CHECK_TAIL,
            Operation.APPEND,
            Operation.READ,
            Operation.TRIM,
            Operation.FENCE,
            Operation.STREAM_METRICS);
  }

  @Test
  void basinGroup_allowsWhatIsDoneToStreamsAsAWhole() {
    assertThat(allowedBy(new OperationGroups(ReadWrite.NONE, ReadWrite.ALL, ReadWrite.NONE)))
        .containsExactlyInAnyOrder(
            Operation.LIST_STREAMS,
            Operation.CREATE_STREAM,
            Operation.DELETE_STREAM,
            Operation.GET_STREAM_CONFIG,
            Operation.RECONFIGURE_STREAM,
            Operation.BASIN_METRICS);
  }

  @Test
  void readOnlyGroups_allowNothingThatWrites() {
    assertThat(allowedBy(OperationGroups.READ_ONLY)).isNotEmpty().allMatch(Operation::reads);
    assertThat(allowedBy(OperationGroups.ALL)).hasSize(Operation.values().length);
  }
}
