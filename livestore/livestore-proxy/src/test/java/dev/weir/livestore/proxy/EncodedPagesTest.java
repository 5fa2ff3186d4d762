package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.livestore.sync.EventSeqNum;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedPagesTest {
  private final EncodedPages pages = new EncodedPages();

  private static PullPosition behind(long event) {
    return new PullPosition(event, new EventSeqNum(event), new EventSeqNum(event));
  }

  private static EventPage pageOf(long event) {
    return new EventPage(
        List.of(new CanonicalEvent(event - 1, 1, Events.event(event, "x"))), event);
  }

  @Test
  void encode_ofOnePlace_happensOnce() {
    EncodedPage first = pages.encode(behind(4), 5, pageOf(5));
    assertThat(pages.encode(behind(4), 5, pageOf(5))).isSameAs(first);
    assertThat(pages.find(behind(4), 5)).containsSame(first);
  }

  @Test
  void find_onceTheLogHasGrown_knowsNothingOfBefore() {
    EncodedPage before = pages.encode(behind(4), 5, pageOf(5));
    assertThat(pages.find(behind(4), 6)).isEmpty();
    assertThat(pages.encode(behind(4), 6, pageOf(5))).isNotSameAs(before);
  }

  @Test
  void find_forOneWhoLookedAtTheLogBefore_givesWhatCameSince() {
    EncodedPage newer = pages.encode(behind(4), 6, pageOf(5));
    assertThat(pages.find(behind(4), 5)).containsSame(newer);
  }

  @Test
  void encode_ofManyPlaces_keepsFew() {
    for (int place = 0; place < 200; place++) {
      EncodedPage unused = pages.encode(behind(place), 500, pageOf(place + 1));
    }
    assertThat(pages.find(behind(0), 500)).isPresent();
    assertThat(pages.find(behind(199), 500)).isEmpty();
  }
}
