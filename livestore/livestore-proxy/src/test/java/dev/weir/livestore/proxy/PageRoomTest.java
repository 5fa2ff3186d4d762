package dev.weir.livestore.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageRoomTest {
  private static final int TOTAL_KIB = 8 << 10;
  private static final int LARGEST_KIB = 4 << 10;

  private final PageRoom room = new PageRoom(TOTAL_KIB, LARGEST_KIB);

  @Test
  void take_alone_givesTheLargestPage() throws Exception {
    try (PageRoom.Sharer alone = room.join()) {
      assertThat(alone.take(0)).isEqualTo(LARGEST_KIB << 10);
      assertThat(alone.take(0)).isEqualTo(LARGEST_KIB << 10);
    }
  }

  @Test
  void take_byMany_neverGivesMoreThanThereIs() throws Exception {
    var sharers = new ArrayList<PageRoom.Sharer>();
    for (int i = 0; i < 100; i++) {
      sharers.add(room.join());
    }
    long given = 0;
    for (PageRoom.Sharer sharer : sharers) {
      given += sharer.take(0);
    }
    assertThat(given).isEqualTo((long) TOTAL_KIB << 10);
    // Those who got none get some as soon as others are served.
    assertThat(sharers.get(99).take(0)).isZero();
    sharers.get(0).close();
    assertThat(sharers.get(99).take(0)).isPositive();
    sharers.forEach(PageRoom.Sharer::close);
    assertThat(takeAll()).isEqualTo(List.of(LARGEST_KIB << 10, LARGEST_KIB << 10, 0));
  }

  private List<Integer> takeAll() throws InterruptedException {
    try (var first = room.join();
        var second = room.join()) {
      int one = first.take(0);
      int two = second.take(0);
      try (var third = room.join()) {
        return List.of(one, two, third.take(0));
      }
    }
  }
}
