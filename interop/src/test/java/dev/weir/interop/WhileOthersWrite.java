package dev.weir.interop;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows of the fault matrix: a stream holds what no Weir has written, each of which kills a stock
/// client that it is delivered to.
abstract class WhileOthersWrite {
  @ParameterizedTest
  @MethodSource("dev.weir.interop.ForeignRecord#all")
  void aForeignRecord_inTheStream_isNotDelivered(ForeignRecord foreign, Row row) {
    var alice = row.open("alice");
    row.commitTo(alice, "before");
    foreign.writeTo(row.stream()); // alice is live, bob will come upon it
    var bob = row.open("bob");
    foreign.writeTo(row.stream());
    row.commitTo(alice, "between", bob);
    foreign.writeTo(row.stream());
    row.assertSyncsOn(alice, bob);
    row.saw("the stream holds " + foreign, "nothing of it");
  }

  @Test
  void foreignRecords_ofAllKinds_doNotDisturbAWeirThatStartsOnThem(Row row) {
    var alice = row.open("alice");
    row.commitTo(alice, "before");
    for (var foreign : ForeignRecord.all().toList()) {
      foreign.writeTo(row.stream());
      row.commitTo(alice, "behind-" + foreign.name());
      foreign.writeTo(row.stream());
    }
    var bob = row.connectToAColdWeir("bob");
    row.open(bob, Map.of());
    row.assertSyncsOn(alice, bob);
    row.saw("the stream holds all of these, and Weir starts", "nothing of it");
  }
}
