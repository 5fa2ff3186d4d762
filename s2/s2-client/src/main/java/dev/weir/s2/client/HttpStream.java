package dev.weir.s2.client;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendSession;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamOptions;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.ReadProto;
import dev.weir.s2.wire.ReadQuery;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.S2Headers;
import dev.weir.s2.wire.StreamJson;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.RequestBody;

/// A stream over HTTP. Records travel as protobuf, except as server-sent events, which are JSON:
/// there as Base64, since as text they would lose what is not UTF-8.
final class HttpStream implements S2Stream {
  /// How long S2 lets one read wait.
  private static final Duration MAX_READ_WAIT = Duration.ofSeconds(60);

  private final HttpCalls calls;
  private final BasinName basin;
  private final StreamName name;
  private final StreamOptions options;

  HttpStream(HttpCalls calls, BasinName basin, StreamName name, StreamOptions options) {
    this.calls = calls;
    this.basin = basin;
    this.name = name;
    this.options = options;
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
    var mayRepeat =
        calls.config().appendRetry() == AppendRetry.ALL ? HttpCalls.REPEATABLE : HttpCalls.ONCE;
    return calls.retry(() -> attempt(input, calls.attempt(appending(input))), mayRepeat);
  }

  /// Appends once, whatever becomes of it.
  Outcome<AppendAck> attempt(AppendInput input, HttpAttempt attempt) {
    return calls.attempt(
        attempt, calls.config().requestTimeout(), answer -> checked(ack(answer), input));
  }

  /// The request that appends `input`.
  Request appending(AppendInput input) {
    return calls.requests().postProtobuf(records(), AppendProto.encode(input)).build();
  }

  /// The request of an append session, with `body` as its side of it.
  Request openingAppend(RequestBody body) {
    return records().header("accept", Requests.SESSION.toString()).post(body).build();
  }

  @Override
  public AppendSession openAppend(AppendSessionOptions options) {
    return HttpAppendSession.open(calls, this, options);
  }

  @Override
  public ReadBatch read(ReadRequest read) {
    Duration wait = read.maxWait().orElse(Duration.ZERO);
    Duration waited = wait.compareTo(MAX_READ_WAIT) < 0 ? wait : MAX_READ_WAIT;
    var request = getting(read).header("accept", Requests.PROTOBUF.toString());
    return calls.call(
        request.build(),
        calls.config().requestTimeout().plus(waited),
        HttpCalls.REPEATABLE,
        HttpStream::batch);
  }

  @Override
  public ReadSession openRead(ReadRequest read) {
    return HttpReadSession.open(calls, this::reading, read);
  }

  private Request reading(ReadRequest read) {
    return switch (calls.config().readTransport()) {
      // It is the content type that asks for frames, also where there is no content.
      case S2S -> getting(read).header("content-type", Requests.SESSION.toString()).build();
      case SERVER_SENT_EVENTS ->
          getting(read).header("accept", Answer.EVENT_STREAM.toString()).build();
    };
  }

  private Request.Builder getting(ReadRequest read) {
    return withOptions(to("/records?" + ReadQuery.encode(read)))
        .header(S2Headers.FORMAT, RecordFormat.BASE64.headerValue())
        .get();
  }

  private Request.Builder records() {
    return withOptions(to("/records"));
  }

  private Request.Builder withOptions(Request.Builder request) {
    options
        .encryptionKey()
        .ifPresent(key -> request.header(S2Headers.ENCRYPTION_KEY, key.base64()));
    if (!options.configIfCreated().equals(StreamConfig.UNSET)) {
      request.header(S2Headers.STREAM_CONFIG, StreamJson.encodeHeader(options.configIfCreated()));
    }
    return request;
  }

  private Request.Builder to(String path) {
    return calls.requests().basin(basin, HttpBasin.path(name) + path);
  }

  private static AppendAck ack(Answer.Whole answer) {
    return answer.isProtobuf()
        ? AppendProto.decodeAck(answer.body())
        : AppendJson.decodeAck(answer.body());
  }

  private static ReadBatch batch(Answer.Whole answer) {
    return answer.isProtobuf()
        ? ReadProto.decode(answer.body())
        : ReadJson.decode(answer.body(), RecordFormat.BASE64);
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
}
