package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The proxy stored a push, and the network lost the answer: the client pushes the same events
/// again.
@ExtendWith(Interop.class)
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostAcknowledgementTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aPush_whoseAnswerWasLost_isStoredOnce(
      int lostPost, Weir weir, Clients clients, String storeId) throws IOException {
    try (var middleman = LosingMiddleman.inFrontOf(weir.endpoint(), lostPost)) {
      var alice = clients.store("alice", middleman.endpoint(), storeId);
      var commit = Commit.of("a", 20).perSecond(20);
      alice.commit(commit);
      alice.awaitConfirmed(commit.ids());
      assertThat(middleman.lostStatus()).isEqualTo(200);
      assertThat(middleman.posts()).isGreaterThan(lostPost);
      assertThat(alice.look().applied()).isEqualTo(20);
      alice.close();
    }
    var log = Eventlog.read(weir, storeId);
    log.assertOneUnbrokenChain();
    assertThat(log.ids()).hasSize(20);
  }
}
