package dev.weir.s2.lite;

import static dev.weir.s2.lite.Fixture.async;
import static dev.weir.s2.lite.Fixture.batch;
import static dev.weir.s2.lite.Fixture.bodies;
import static dev.weir.s2.lite.Fixture.get;
import static dev.weir.s2.lite.Fixture.nextBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinReconfiguration;
import dev.weir.s2.Bytes;
import dev.weir.s2.Change;
import dev.weir.s2.Command;
import dev.weir.s2.EncryptionKey;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.ListRequest;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StreamCipher.class)
class EncryptionTest {
  private static final EncryptionKey KEY = EncryptionKey.of(new byte[32]);
  private static final EncryptionKey OTHER =
      EncryptionKey.of("another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII));

  private final StreamCipher cipher;
  private Fixture s2;
  private S2Stream stream;

  EncryptionTest(StreamCipher cipher) {
    this.cipher = cipher;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    s2 = new Fixture(StoreKind.DISK, directory);
    s2.store.createBasin(
        Fixture.BASIN, new BasinConfig(StreamConfig.UNSET, Optional.of(cipher), false, false));
    s2.basin.createStream(Fixture.STREAM, StreamConfig.UNSET);
    stream = with(KEY);
  }

  @AfterEach
  void stop() {
    s2.close();
  }

  @Test
  void records_ofAnEncryptedStream_areReadAsAppended_fromMemoryAndFromDisk() throws Exception {
    var record =
        new AppendRecord(
            OptionalLong.of(9), List.of(Header.of("a", "1"), Header.of("a", "")), Bytes.utf8("b"));
    var fence = new Command.Fence(new FencingToken("t")).toRecord();
    stream.append(AppendInput.of(List.of(record, fence, AppendRecord.of("c"))));
    List<SequencedRecord> fromMemory = read(stream).records();
    s2.reopen();
    stream = with(KEY);
    assertThat(read(stream).records()).isEqualTo(fromMemory);
    assertThat(fromMemory).extracting(SequencedRecord::seqNum).containsExactly(0L, 1L, 2L);
    assertThat(fromMemory.getFirst().headers()).isEqualTo(record.headers());
    assertThat(fromMemory.getFirst().meteredBytes()).isEqualTo(record.meteredBytes());
    assertThat(fromMemory.get(1).isCommand()).isTrue();
    assertThat(bodies(read(stream))).containsExactly("b", "t", "c");
  }

  @Test
  void rows_ofAnEncryptedStream_holdNoPlaintextButCommands() throws Exception {
    var fence = new Command.Fence(new FencingToken("plain-token")).toRecord();
    stream.append(AppendInput.of(List.of(AppendRecord.of("secret body"), fence)));
    var rows = new StringBuilder();
    s2.beneath()
        .scan(
            Keys.row(1, 0),
            Keys.row(2, 0),
            (key, row) -> {
              rows.append(new String(row, StandardCharsets.ISO_8859_1));
              return true;
            });
    assertThat(rows.toString()).contains("plain-token").doesNotContain("secret");
  }

  @Test
  void useOfAnEncryptedStream_withoutAUsableKey_isRefusedBeforeAnything() {
    S2Stream keyless = s2.basin.stream(Fixture.STREAM);
    String missing = "missing encryption key for stream cipher '" + cipher.wireName() + "'";
    var fence = new Command.Fence(new FencingToken("t")).toRecord();
    assertBadHeader(missing, () -> keyless.append(batch("a")));
    assertBadHeader(missing, () -> keyless.append(AppendInput.of(fence)));
    assertBadHeader(missing, () -> keyless.openAppend());
    assertBadHeader(missing, () -> keyless.read(ReadRequest.fromSeqNum(0)));
    assertBadHeader(missing, () -> keyless.openRead(ReadRequest.fromSeqNum(0)));
    assertBadHeader(
        "invalid encryption key for stream cipher '" + cipher.wireName() + "': invalid base64",
        () -> with(new EncryptionKey("not base64!")).append(batch("a")));
    assertBadHeader(
        "invalid encryption key length for stream cipher '" + cipher.wireName() + "': 3",
        () -> with(new EncryptionKey("AAAA")).append(batch("a")));
    assertThat(keyless.checkTail().seqNum()).isZero();
    s2.time.advance(java.time.Duration.ofMinutes(5));
    s2.store.engine().active().sweep();
    assertThat(s2.store.engine().active().size()).isZero(); // no lease was lost
  }

  @Test
  void read_withAnotherKey_fails_fromMemoryAndFromDisk() throws Exception {
    stream.append(batch("a"));
    assertUnreadable(() -> read(with(OTHER)));
    s2.reopen();
    assertUnreadable(() -> read(with(OTHER)));
    assertThat(bodies(read(with(KEY)))).containsExactly("a");
  }

  @Test
  void read_thatMeetsAnotherKeysBatch_deliversWhatComesBefore_thenFails() throws Exception {
    stream.append(batch("a"));
    with(OTHER).append(batch("b"));
    s2.reopen();
    try (ReadSession session = with(KEY).openRead(ReadRequest.fromSeqNum(0).withCount(100))) {
      assertThat(bodies(nextBatch(session))).containsExactly("a");
      assertUnreadable(session::next);
    }
  }

  @Test
  void follow_withAnotherKey_isFedNoPlaintext() throws Exception {
    try (ReadSession right = with(KEY).openRead(ReadRequest.fromSeqNum(0));
        ReadSession wrong = with(OTHER).openRead(ReadRequest.fromSeqNum(0))) {
      assertThat(right.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      assertThat(wrong.next()).isInstanceOf(ReadMessage.Heartbeat.class);
      var live = async(right::next);
      stream.append(batch("a"));
      assertThat(bodies(((ReadMessage.Batch) get(live)).batch())).containsExactly("a");
      assertUnreadable(wrong::next);
    }
  }

  @Test
  void read_fromMemoryThatMeetsAnotherKeysBatch_deliversWhatComesBefore_thenFails() {
    stream.append(batch("a"));
    with(OTHER).append(batch("b"));
    try (ReadSession session = with(KEY).openRead(ReadRequest.fromSeqNum(0).withCount(100))) {
      assertThat(bodies(nextBatch(session))).containsExactly("a");
      assertUnreadable(session::next);
    }
  }

  @Test
  void commands_ofAnEncryptedStream_areEffective() {
    stream.append(batch("a", "b"));
    stream.append(
        AppendInput.of(
            List.of(
                new Command.Fence(new FencingToken("t")).toRecord(),
                new Command.Trim(1).toRecord())));
    assertThat(read(stream).records().getFirst().seqNum()).isEqualTo(1);
    assertThatThrownBy(() -> stream.append(batch("c").withFencingToken(new FencingToken("u"))))
        .hasMessageContaining("t");
  }

  @Test
  void cipher_isFrozenWhenTheStreamIsCreated() {
    s2.store.reconfigureBasin(
        Fixture.BASIN, BasinReconfiguration.NONE.withStreamCipher(Change.clear()));
    s2.basin.ensureStream(Fixture.STREAM, StreamConfig.UNSET);
    assertThat(s2.basin.listStreams(ListRequest.ALL).items())
        .extracting(StreamInfo::cipher)
        .containsExactly(Optional.of(cipher));
    stream.append(batch("a"));
    assertUnreadable(() -> read(with(OTHER)));
    var plain = new dev.weir.s2.StreamName("plain");
    assertThat(s2.basin.createStream(plain, StreamConfig.UNSET).info().cipher()).isEmpty();
    s2.basin.stream(plain, StreamOptions.NONE.withEncryptionKey(new EncryptionKey("not base64!")))
        .append(batch("a")); // a plain stream looks at no key
    assertThat(bodies(read(s2.basin.stream(plain)))).containsExactly("a");
  }

  @Test
  void deleteAndCheckTail_needNoKey() {
    stream.append(batch("a"));
    assertThat(s2.basin.stream(Fixture.STREAM).checkTail().seqNum()).isEqualTo(1);
    s2.basin.deleteStream(Fixture.STREAM);
  }

  /// Nobody appends four thousand million records for a test: the tail is put there.
  @Test
  void append_beyondTheLastNumberOfAesGcm_isRefusedForDataAlone() throws Exception {
    s2.store.close();
    long last = 0xFFFF_FFFFL;
    var tail = new Mutations();
    tail.put(Keys.tail(1), new StreamState(last, 1, last, FencingToken.NONE, 1).encode());
    s2.beneath().commit(tail);
    s2.reopen();
    stream = with(KEY);
    if (cipher == StreamCipher.AES_256_GCM) {
      assertThatThrownBy(() -> stream.append(batch("a", "b")))
          .isInstanceOfSatisfying(
              RequestRejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
          .hasMessage("max assignable sequence number is 4294967295; attempted 4294967296");
    }
    assertThat(stream.append(batch("a")).start().seqNum()).isEqualTo(last);
    var fence = AppendInput.of(new Command.Fence(new FencingToken("t")).toRecord());
    assertThat(stream.append(fence).start().seqNum()).isEqualTo(last + 1);
    if (cipher == StreamCipher.AES_256_GCM) {
      assertThatThrownBy(() -> stream.append(batch("b"))).hasMessageContaining("attempted");
    } else {
      assertThat(stream.append(batch("b")).start().seqNum()).isEqualTo(last + 2);
    }
  }

  private S2Stream with(EncryptionKey key) {
    return s2.basin.stream(Fixture.STREAM, StreamOptions.NONE.withEncryptionKey(key));
  }

  private static ReadBatch read(S2Stream stream) {
    return stream.read(ReadRequest.fromSeqNum(0));
  }

  private static void assertBadHeader(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_HEADER))
        .hasMessage(message);
  }

  private static void assertUnreadable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DECRYPTION_FAILED))
        .hasMessage("record decryption failed");
  }
}
