package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.awaitWaiting;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What ends while other things are under way.
@Timeout(60)
class CloseTest {
  @TempDir Path directory;

  @Test
  void close_whileAnotherCloses_waitsForItsEnd() throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      s2.storage.hold();
      var append = async(() -> s2.stream.append(batch("a")));
      s2.storage.awaitHeld();
      Thread first = Thread.ofPlatform().start(s2.store::close);
      awaitWaiting(first);
      Thread second = Thread.ofPlatform().start(s2.store::close);
      awaitWaiting(second);
      s2.storage.letGo();
      assertThat(first.join(Duration.ofSeconds(20))).isTrue();
      assertThat(second.join(Duration.ofSeconds(20))).isTrue();
      assertThat(get(append).end().seqNum()).isEqualTo(1);
    }
  }

  @Test
  void next_whoseSessionIsClosedBeneathIt_ends() throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      s2.append("a");
      s2.append("b");
      s2.reopen();
      ReadSession session = s2.stream.openRead(ReadRequest.fromSeqNum(0));
      s2.storage.holdReads();
      var next = async(session::next);
      s2.storage.awaitHeldRead();
      session.close();
      var gone = new Mutations();
      gone.delete(Keys.row(1, 0));
      s2.beneath().commit(gone);
      s2.storage.letReadsGo();
      assertThat(get(next)).isEqualTo(new ReadMessage.End());
    }
  }

  @Test
  void closeAll_whereOneFails_closesTheOthers() {
    var closed = new ArrayList<String>();
    List<AutoCloseable> owned =
        new ArrayList<>(
            List.of(
                () -> closed.add("lock"),
                () -> {
                  throw new IOException("stuck");
                },
                () -> closed.add("database")));
    assertThatThrownBy(() -> RocksStorage.closeAll(owned))
        .isInstanceOfSatisfying(
            IllegalStateException.class, e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("database", "lock");
  }
}
