package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.ReadQuery;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.S2Headers;
import java.time.Duration;
import okhttp3.Request;

/// A stream over HTTP. Records are read as Base64: as text they would lose what is not UTF-8.
final class HttpStream implements S2Stream {
  /// How long S2 lets one read wait.
  private static final Duration MAX_READ_WAIT = Duration.ofSeconds(60);

  private final HttpCalls calls;
  private final BasinName basin;
  private final StreamName name;

  HttpStream(HttpCalls calls, BasinName basin, StreamName name) {
    this.calls = calls;
    this.basin = basin;
    this.name = name;
  }

  @Override
  public StreamName name() {
    return name;
  }

  @Override
  public StreamPosition checkTail() {
    return calls.call(
        to("/records/tail").get().build(), answer -> ReadJson.decodeTail(answer.body()));
  }

  @Override
  public AppendAck append(AppendInput input) {
    RecordFormat format = RecordText.formatOf(input);
    var request =
        to("/records")
            .header(S2Headers.FORMAT, format.headerValue())
            .post(Requests.json(AppendJson.encode(input, format)));
    return calls.call(
        request.build(),
        calls.config().requestTimeout(),
        HttpCalls.ONCE,
        answer -> checked(AppendJson.decodeAck(answer.body()), input));
  }

  @Override
  public ReadBatch read(ReadRequest read) {
    Duration wait = read.maxWait().orElse(Duration.ZERO);
    Duration waited = wait.compareTo(MAX_READ_WAIT) < 0 ? wait : MAX_READ_WAIT;
    return calls.call(
        records(read).build(),
        calls.config().requestTimeout().plus(waited),
        HttpCalls.REPEATABLE,
        answer -> ReadJson.decode(answer.body(), RecordFormat.BASE64));
  }

  @Override
  public ReadSession openRead(ReadRequest read) {
    return HttpReadSession.open(calls, this::events, read);
  }

  private Request events(ReadRequest read) {
    return records(read).header("accept", "text/event-stream").build();
  }

  private Request.Builder records(ReadRequest read) {
    return to("/records?" + ReadQuery.encode(read))
        .header(S2Headers.FORMAT, RecordFormat.BASE64.headerValue())
        .get();
  }

  private Request.Builder to(String path) {
    return calls.requests().basin(basin, HttpBasin.path(name) + path);
  }

  private static AppendAck checked(AppendAck ack, AppendInput input) {
    if (ack.end().seqNum() - ack.start().seqNum() != input.records().size()) {
      throw new TransportException(
          "the acknowledgement does not cover the " + input.records().size() + " records",
          true,
          null);
    }
    return ack;
  }

  @Override
  public AppendSession openAppend(AppendSessionOptions options) {
    throw new RequestRejectedException(ErrorCode.NOT_IMPLEMENTED, "Not implemented");
  }
}
