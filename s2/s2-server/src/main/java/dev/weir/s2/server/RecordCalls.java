package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpResponse;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ReadJson;
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
    return Responses.json(ReadJson.encodeTail(stream(segment, request).checkTail()));
  }

  HttpResponse append(String segment, S2Request request) {
    var stream = stream(segment, request);
    request.checkEncryptionKey();
    if (request.isSession()) {
      return appends.start(request.context(), stream.openAppend(), request.compression());
    }
    String type = request.contentType();
    if (S2Request.isProtobuf(type) || S2Request.isProtobuf(request.accepted())) {
      throw missing("protobuf");
    }
    var format = request.format();
    return Responses.json(
        AppendJson.encodeAck(stream.append(AppendJson.decode(request.json(), format))));
  }

  HttpResponse read(String segment, S2Request request) {
    var stream = stream(segment, request);
    request.checkEncryptionKey();
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
      throw missing("protobuf");
    }
    var format = request.format();
    return Responses.json(
        ReadJson.encode(stream.read(ReadQuery.decode(request.rawQuery())), format));
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
    return store.basin(request.basin()).stream(S2Request.streamName(segment));
  }

  private static RequestRejectedException missing(String what) {
    return new RequestRejectedException(
        ErrorCode.NOT_IMPLEMENTED, "Not implemented by this server: " + what);
  }
}
