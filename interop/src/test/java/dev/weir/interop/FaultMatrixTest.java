package dev.weir.interop;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What stock clients live through. All rows run at once, because they mostly wait; other tests run
/// alone, so the rows are gathered here.
@ExtendWith({Interop.class, FaultMatrix.class})
@Timeout(value = 420, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultMatrixTest {
  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class S2 extends WhileS2Fails {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Appends extends WhileAppendsFail {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Foreign extends WhileOthersWrite {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Connection extends WhileTheConnectionFails {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Text extends WhileTextIsOdd {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class Quiet extends WhileNothingHappens {}

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  class History extends WhileHistoryIsLost {}
}
