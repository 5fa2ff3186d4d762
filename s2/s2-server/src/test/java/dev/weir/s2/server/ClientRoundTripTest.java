package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendConditionFailedException.Mismatch;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.Command;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RequestToken;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.client.Cleartext;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.lite.S2Lite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The ports over HTTP and back: our client, our server, our store.
@ParameterizedClass
@EnumSource(Cleartext.class)
@Timeout(60)
class ClientRoundTripTest {
  private static final BasinName BASIN = new BasinName("test-basin");
  private static final StreamName ODD = new StreamName("a/b ü?%");

  @Parameter Cleartext cleartext = Cleartext.HTTP_1_1;

  private static final TestStore CURRENT = new TestStore();
  private static final S2Server SERVER = S2Server.start(CURRENT, S2ServerConfig.LOOPBACK);

  private final S2Lite store = S2Lite.inMemory();
  private S2 s2 = store;

  @BeforeEach
  void connect() {
    CURRENT.set(store);
    s2 = client(SERVER);
    s2.createBasin(BASIN, BasinConfig.DEFAULT);
  }

  private S2 client(S2Server server) {
    var config = S2ClientConfig.at(server.endpoint().toString()).withCleartext(cleartext);
    var retry = new RetryPolicy(100, Duration.ofMillis(10), Duration.ofMillis(100));
    return S2Client.connect(config.withRetry(retry));
  }

  @AfterEach
  void close() {
    s2.close();
    store.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void provisioning_tellsWhatItDid() {
    var basin = s2.basin(BASIN);
    var token = new RequestToken("once");
    var forEver = StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite());
    assertThat(basin.createStream(ODD, StreamConfig.UNSET, token).outcome())
        .isEqualTo(Outcome.CREATED);
    assertThat(basin.createStream(ODD, StreamConfig.UNSET, token).outcome())
        .isEqualTo(Outcome.NOOP);
    assertThat(basin.ensureStream(ODD, forEver).outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(basin.streamConfig(ODD).retentionPolicy()).contains(new RetentionPolicy.Infinite());
    assertThat(basin.listStreams(ListRequest.ALL).items().getFirst().name()).isEqualTo(ODD);
    assertThat(s2.ensureBasin(BASIN, BasinConfig.DEFAULT).outcome()).isEqualTo(Outcome.NOOP);
    var again =
        catchThrowableOfType(
            RequestRejectedException.class, () -> basin.createStream(ODD, StreamConfig.UNSET));
    assertThat(again.code()).isEqualTo(ErrorCode.RESOURCE_ALREADY_EXISTS);
  }

  @Test
  void records_ofAnyBytes_comeBackAsTheyWere() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    var binary =
        AppendRecord.of(Bytes.copyOf(bytes))
            .withHeaders(
                List.of(Header.of("k", "v"), new Header(Bytes.copyOf(bytes), Bytes.empty())));
    var text =
        AppendRecord.of("\"\\\0\ufeff\ufffd\u2028ü\ud83d\ude00")
            .withHeaders(List.of(Header.of("k", "ü")));
    var stream = stream();
    stream.append(AppendInput.of(binary, AppendRecord.of("")));
    stream.append(AppendInput.of(text));
    stream.append(AppendInput.of(new Command.Trim(0).toRecord()));
    var records = stream.read(ReadRequest.fromSeqNum(0)).records();
    assertThat(records)
        .extracting(SequencedRecord::body)
        .containsExactly(
            binary.body(), Bytes.empty(), text.body(), Bytes.copyOf(new byte[Long.BYTES]));
    assertThat(records.getFirst().headers()).isEqualTo(binary.headers());
    assertThat(records.get(2).headers()).isEqualTo(text.headers());
    assertThat(records.getLast().isCommand()).isTrue();
  }

  @Test
  void conditions_thatFail_sayWhatHolds() {
    var stream = stream();
    stream.append(input("a").withMatchSeqNum(0));
    assertThat(mismatch(stream, input("b").withMatchSeqNum(0))).isEqualTo(new Mismatch.SeqNum(1));
    var fence = new FencingToken("ours");
    stream.append(AppendInput.of(new Command.Fence(fence).toRecord()));
    assertThat(mismatch(stream, input("c").withFencingToken(FencingToken.NONE)))
        .isEqualTo(new Mismatch.Fence(fence));
  }

  @Test
  void reads_thatCannotStart_failWhereTheyAreOpened() {
    var stream = stream();
    stream.append(input("a"));
    var beyond = ReadRequest.fromSeqNum(9);
    var e = catchThrowableOfType(RangeNotSatisfiableException.class, () -> stream.openRead(beyond));
    assertThat(e.tail()).isEqualTo(stream.checkTail());
    assertThatThrownBy(() -> stream.read(ReadRequest.fromSeqNum(1)))
        .isInstanceOf(RangeNotSatisfiableException.class);
    var missing = s2.basin(BASIN).stream(new StreamName("missing"));
    var none = catchThrowableOfType(RequestRejectedException.class, () -> missing.openRead(beyond));
    assertThat(none.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
  }

  @Test
  void boundedRead_ends_andWaitingReadWaits() {
    var stream = stream();
    stream.append(AppendInput.of(AppendRecord.of("a"), AppendRecord.of("b"), AppendRecord.of("c")));
    try (var session = stream.openRead(ReadRequest.fromSeqNum(0).withCount(2))) {
      assertThat(bodies(session, 3)).containsExactly("a", "b");
    }
    var waiting = ReadRequest.fromSeqNum(3).withWait(Duration.ofSeconds(1));
    assertThat(stream.read(waiting).records()).isEmpty();
  }

  @Test
  void openRead_overARestartOfTheServer_losesAndRepeatsNothing() {
    var behind = stream();
    behind.append(input("a"));
    var first = S2Server.start(store, S2ServerConfig.LOOPBACK);
    try (var client = client(first);
        var session = client.basin(BASIN).stream(ODD).openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(bodies(session, 1)).containsExactly("a");
      first.close();
      behind.append(input("b"));
      try (var second =
          S2Server.start(store, S2ServerConfig.LOOPBACK.withAddress(first.address()))) {
        assertThat(second.address()).isEqualTo(first.address());
        behind.append(input("c"));
        assertThat(bodies(session, 2)).containsExactly("b", "c");
      }
    } finally {
      first.close();
    }
  }

  private S2Stream stream() {
    s2.basin(BASIN).createStream(ODD, StreamConfig.UNSET);
    return s2.basin(BASIN).stream(ODD);
  }

  private static AppendInput input(String body) {
    return AppendInput.of(AppendRecord.of(body));
  }

  private static Mismatch mismatch(S2Stream stream, AppendInput input) {
    return catchThrowableOfType(AppendConditionFailedException.class, () -> stream.append(input))
        .mismatch();
  }

  /// The next `count` bodies, or those before the end.
  private static List<String> bodies(ReadSession session, int count) {
    var bodies = new ArrayList<String>();
    while (bodies.size() < count) {
      switch (session.next()) {
        case ReadMessage.Batch(var batch) ->
            batch.records().forEach(record -> bodies.add(record.body().utf8()));
        case ReadMessage.Heartbeat unused -> {}
        case ReadMessage.End() -> {
          return bodies;
        }
      }
    }
    return bodies;
  }
}
