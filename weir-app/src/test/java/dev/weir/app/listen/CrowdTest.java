package dev.weir.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private final AtomicLong clock = new AtomicLong();
  private final Crowd crowd = new Crowd(clock::get);

  private EmbeddedChannel accepted() {
    var connection = new EmbeddedChannel();
    crowd.add(connection);
    return connection;
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void disperse_withRoomForAll_endsTheSilentAfterFifteenSeconds() {
    var silent = accepted();
    var asking = accepted();
    Connections.markUsed(asking);
    pass(Duration.ofSeconds(10));
    var young = accepted();

    crowd.disperse(false);
    assertThat(silent.isOpen()).isTrue();
    pass(Duration.ofSeconds(5));
    crowd.disperse(false);

    assertThat(silent.isOpen()).isFalse();
    assertThat(asking.isOpen()).isTrue();
    assertThat(young.isOpen()).isTrue();
  }

  @Test
  void disperse_withoutRoom_endsTheSilentAfterTwoSeconds() {
    var silent = accepted();
    pass(Duration.ofSeconds(2));
    var young = accepted();

    crowd.disperse(true);

    assertThat(silent.isOpen()).isFalse();
    assertThat(young.isOpen()).isTrue();
  }
}
