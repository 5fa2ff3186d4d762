package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rows of the fault matrix: odd text, in events and in the payload that every pull has in its URL.
abstract class WhileTextIsOdd {
  @ParameterizedTest
  @EnumSource
  void text_inEventsAndPayload_arrivesAsItWas(OddText odd, Row row) {
    var text = odd.text();
    Map<String, Object> options =
        Map.of("syncPayload", Map.of("token", text, text, List.of(text, 1, true)));
    var alice = row.open("alice", options);
    var bob = row.open("bob", options);
    row.commitTo(alice, text, bob);
    row.commitTo(bob, "b " + text, alice);
    row.assertSyncsOnCleanly(alice, bob);
    assertThat(Eventlog.read(row.s2(), row.storeId()).ids()).contains(text + "-00000");
    row.saw("its events and its payload hold " + odd, "the same text");
  }
}
