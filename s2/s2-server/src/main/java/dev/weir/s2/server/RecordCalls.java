package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import dev.weir.s2.AppendInput;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.ReadProto;
import dev.weir.s2.wire.ReadQuery;

/// What can be done to a stream's records.
final class RecordCalls {
  private static final String EVENT_STREAM = "text/event-stream";

  private final S2 store;
  private final ReadSessions reads;
  private final AppendSessions appends;

  RecordCalls(S2 store, ReadSessions reads, AppendSessions appends) {
    this.store = store;
    this.reads = reads;
    this.appends = appends;
  }

  HttpResponse checkTail(String segment, S2Request request) {
    var stream = store.basin(request.basin()).stream(S2Request.streamName(segment));
    return Responses.json(request, ReadJson.encodeTail(stream.checkTail()));
  }

  HttpResponse append(String segment, S2Request request) {
    var stream = stream(segment, request);
    if (request.isSession()) {
      return appends.start(request.context(), stream.openAppend(), request.compression());
    }
    var input = input(request.contentType(), request);
    // Once its client has gone, an append waits to be admitted no more, and is none.
    var unused =
        request.context().whenRequestCancelling().thenRun(Thread.currentThread()::interrupt);
    var ack = stream.append(input);
    return S2Request.isProtobuf(request.accepted())
        ? Responses.protobuf(request, AppendProto.encodeAck(ack))
        : Responses.json(request, AppendJson.encodeAck(ack));
  }

  private static AppendInput input(String type, S2Request request) {
    if (S2Request.isProtobuf(type)) {
      return AppendProto.decode(request.protobuf());
    }
    var format = request.format();
    return AppendJson.decode(request.json(), format);
  }

  HttpResponse read(String segment, S2Request request) {
    var stream = stream(segment, request);
    if (request.isSession()) {
      var read = ReadQuery.decode(request.rawQuery());
      return reads.start(
          request.context(), stream.openRead(read), new FrameFormat(request.compression()));
    }
    String accepted = request.accepted();
    if (accepted.equals(EVENT_STREAM)) {
      return follow(stream, request);
    }
    if (S2Request.isProtobuf(accepted)) {
      var read = ReadQuery.decode(request.rawQuery());
      return Responses.protobuf(request, ReadProto.encode(stream.read(read)));
    }
    var format = request.format();
    var read = ReadQuery.decode(request.rawQuery());
    return Responses.json(request, ReadJson.encode(stream.read(read), format));
  }

  private HttpResponse follow(S2Stream stream, S2Request request) {
    var format = request.format();
    var lastEventId = request.lastEventId().map(LastEventId::parse);
    var asked = ReadQuery.decode(request.rawQuery());
    var read = lastEventId.map(id -> id.resume(asked)).orElse(asked);
    // Opened before the head of the response, so that what fails here is an ordinary HTTP error.
    return reads.start(request.context(), stream.openRead(read), new EventFormat(format));
  }

  private S2Stream stream(String segment, S2Request request) {
    var basin = store.basin(request.basin());
    return basin.stream(S2Request.streamName(segment), request.streamOptions());
  }
}
