package dev.weir.s2.wire;

import com.google.protobuf.ByteString;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamPosition;
import java.util.List;

/// Our values as messages of the classes that protoc generates.
final class Messages {
  private Messages() {}

  static dev.weir.s2.wire.generated.AppendInput of(AppendInput input) {
    var message = dev.weir.s2.wire.generated.AppendInput.newBuilder();
    for (AppendRecord record : input.records()) {
      var each = message.addRecordsBuilder();
      record.timestamp().ifPresent(each::setTimestamp);
      each.addAllHeaders(of(record.headers())).setBody(of(record.body()));
    }
    input.matchSeqNum().ifPresent(message::setMatchSeqNum);
    input.fencingToken().ifPresent(token -> message.setFencingToken(token.value()));
    return message.build();
  }

  static dev.weir.s2.wire.generated.AppendAck of(AppendAck ack) {
    return dev.weir.s2.wire.generated.AppendAck.newBuilder()
        .setStart(of(ack.start()))
        .setEnd(of(ack.end()))
        .setTail(of(ack.tail()))
        .build();
  }

  static dev.weir.s2.wire.generated.ReadBatch of(ReadBatch batch) {
    var message = dev.weir.s2.wire.generated.ReadBatch.newBuilder();
    for (SequencedRecord record : batch.records()) {
      message
          .addRecordsBuilder()
          .setSeqNum(record.seqNum())
          .setTimestamp(record.timestamp())
          .addAllHeaders(of(record.headers()))
          .setBody(of(record.body()));
    }
    batch.tail().ifPresent(tail -> message.setTail(of(tail)));
    return message.build();
  }

  private static dev.weir.s2.wire.generated.StreamPosition of(StreamPosition position) {
    return dev.weir.s2.wire.generated.StreamPosition.newBuilder()
        .setSeqNum(position.seqNum())
        .setTimestamp(position.timestamp())
        .build();
  }

  private static List<dev.weir.s2.wire.generated.Header> of(List<Header> headers) {
    return headers.stream()
        .map(header ->
            dev.weir.s2.wire.generated.Header.newBuilder()
                .setName(of(header.name()))
                .setValue(of(header.value()))
                .build())
        .toList();
  }

  private static ByteString of(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }
}
