package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.FencingToken;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What one group of changes writes.
class GroupCommitTest {
  private static final long ID = 7;

  @Test
  void group_withSeveralAppendsToAStream_writesItsTailOnce() throws IOException {
    var storage = new MemoryStorage();
    var counting = new CountingStorage(storage);
    var staging = new Staging(counting, new StoredBytes(counting, S2LiteListener.NONE));
    staging.tail(ID, state(1));
    staging.tail(ID, state(2));
    counting.commit(staging.whole());
    assertThat(counting.tailsPut).hasValue(1);
    assertThat(StreamState.decode(storage.get(Keys.tail(ID)).orElseThrow())).isEqualTo(state(2));
  }

  @Test
  void group_withADeletionBehindAnAppend_leavesNoTail() throws IOException {
    var storage = new MemoryStorage();
    var staging = new Staging(storage, new StoredBytes(storage, S2LiteListener.NONE));
    staging.tail(ID, state(1));
    staging.deleteTail(ID);
    storage.commit(staging.whole());
    assertThat(storage.get(Keys.tail(ID))).isEmpty();
  }

  @Test
  void append_onItsOwn_writesItsTail() throws IOException {
    var counting = new CountingStorage(new MemoryStorage());
    try (S2Lite store = S2Lite.of(counting, S2LiteOptions.DEFAULT, new ManualTime())) {
      store.createBasin(Fixture.BASIN, BasinConfig.DEFAULT);
      store.basin(Fixture.BASIN).createStream(Fixture.STREAM, StreamConfig.UNSET);
      S2Stream stream = store.basin(Fixture.BASIN).stream(Fixture.STREAM);
      stream.append(batch("a"));
      stream.append(batch("b"));
    }
    assertThat(counting.tailsPut).hasValue(3);
  }

  private static StreamState state(long nextSeqNum) {
    return new StreamState(nextSeqNum, 5, 0, FencingToken.NONE, 0);
  }
}
