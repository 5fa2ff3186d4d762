package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.StreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What comes round again and again comes round again whatever has become of it once: a scheduled
/// task that throws anything is dropped, and nobody is told.
@Timeout(60)
class BackgroundTest {
  @Test
  void sweep_thatMeetsAnError_returnsAndTheNextDoesTheWork(@TempDir Path directory)
      throws Exception {
    var minute = StreamConfig.UNSET.withRetention(new RetentionPolicy.Age(60));
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream(minute)) {
      s2.append("a");
      s2.time.advance(Duration.ofSeconds(90));
      s2.append("b");
      s2.storage.failReads(true);
      sweep(s2);
      s2.storage.failReads(false);
      sweep(s2);
      assertThat(rows(s2)).isEqualTo(1);
      assertThat(everything(s2.stream)).containsExactly("b");
    }
  }

  @Test
  void usage_whoseRemovalMeetsAnError_returns(@TempDir Path directory) throws Exception {
    try (var s2 = new Fixture(StoreKind.MEMORY, directory).withStream()) {
      s2.storage.failReads(true);
      assertThatCode(s2.store.engine().usage()::pruneQuietly).doesNotThrowAnyException();
      s2.storage.failReads(false);
    }
  }

  /// On the thread whose work it is.
  private static void sweep(Fixture s2) throws Exception {
    var background = s2.store.engine().background();
    background.submit(background::sweep).get(20, TimeUnit.SECONDS);
  }

  private static int rows(Fixture s2) throws Exception {
    return s2.beneath().keys(Keys.row(1, 0), Keys.row(2, 0), 10).size();
  }
}
