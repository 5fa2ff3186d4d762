package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Rows of the fault matrix: no trouble, but long silence or a long log.
abstract class WhileNothingHappens {
  @Test
  void clients_idleForMinutes_areStillThere(Row row) throws InterruptedException {
    var alice = row.open("alice");
    var bob = row.open("bob");
    row.commitTo(alice, "before", bob);
    try (var idle = row.s2(new Fault.Late(Duration.ZERO))) {
      idle.goesOn(Duration.ofSeconds(155)).end();
      row.assertCalm(idle, alice, bob);
    }
    row.assertSyncsOnCleanly(alice, bob);
    row.saw("nothing happens for 155 s", "pings");
  }

  /// A page whose `tail` is missing or wrong would let the store open after the first page.
  @Test
  void blockingFirstSync_ofFiveThousandEvents_opensWithAllOfThem(Row row) {
    for (var head = 0; head < 5_000; head += 1_000) {
      var ids = IntStream.range(head, head + 1_000).mapToObj(i -> "s" + i).toList();
      assertThat(Eventlog.push(row.weir(), row.storeId(), "seed", head, ids)).isEqualTo(200);
      row.add(ids);
    }
    var late = row.open("late", Map.of("initialSyncMillis", 60_000));
    assertThat(late.client().rowsAtOpening()).isEqualTo(5_000);
    row.assertSyncsOnCleanly(late, row.open("bob"));
    row.saw("5,000 events under a blocking first sync", "it opens with all of them");
  }
}
