package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.S2Limits;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.wire.FrameException.Fault;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int MAX_BODY = 2 * 1024 * 1024 - 1;

  @Test
  void encode_ofTheDocumentedFrames_isTheirBytes() {
    assertEncodes(heartbeat(3, 1000), "0000080012050803" + "10e807");
    assertEncodes(heartbeat(0, 0), "000003001200");
    var append = AppendInput.of(AppendRecord.of("a"));
    assertThat(HEX.formatHex(Frames.encode(append, FrameCompression.ZSTD)))
        .isEqualTo("000006000a031a0161");
    assertThat(HEX.formatHex(Frames.encode(append.withMatchSeqNum(0), FrameCompression.ZSTD)))
        .isEqualTo("000008000a031a01611000");
    assertThat(
            HEX.formatHex(
                Frames.encode(
                    new Frame.Terminal(404, "{}".getBytes(UTF_8)), FrameCompression.ZSTD)))
        .isEqualTo("0000058001947b7d");
  }

  private static void assertEncodes(ReadBatch batch, String hex) {
    assertThat(HEX.formatHex(Frames.encode(batch, FrameCompression.GZIP))).isEqualTo(hex);
    assertThat(
            HEX.formatHex(
                Frames.encode(Frame.Message.of(ReadProto.encode(batch)), FrameCompression.NONE)))
        .isEqualTo(hex);
  }

  private static ReadBatch heartbeat(long seqNum, long timestamp) {
    return new ReadBatch(List.of(), Optional.of(new StreamPosition(seqNum, timestamp)));
  }

  @ParameterizedTest
  @EnumSource(FrameCompression.class)
  void write_ofAnAppend_writesItsFrame(FrameCompression compression) throws Exception {
    for (long seed = 0; seed < 500; seed++) {
      var input = new Batches(seed).input();
      var written = new ByteArrayOutputStream();
      Frames.write(input, compression, written);
      assertThat(written.toByteArray())
          .as("seed %d", seed)
          .isEqualTo(Frames.encode(input, compression));
    }
  }

  /// A header of two bytes takes twice as many here as S2 counts.
  @Test
  void write_ofWhatDoesNotFit_writesNothing() {
    int most = (S2Limits.MAX_BATCH_METERED_BYTES - 8) / 4;
    var headers = Collections.nCopies(most, Header.of("a", "b"));
    var input =
        AppendInput.of(AppendRecord.of(Bytes.empty()).withHeaders(headers))
            .withMatchSeqNum(-1)
            .withFencingToken(new FencingToken("f"));
    var written = new ByteArrayOutputStream();
    assertThatThrownBy(() -> Frames.write(input, FrameCompression.NONE, written))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing was sent");
    assertThat(written.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FrameCompression.class)
  void decode_ofFramesCutAnywhere_isTheFrames(FrameCompression compression) throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var frames = new ArrayList<Frame>();
      var bytes = new ByteArrayOutputStream();
      for (int i = 0; i < 6; i++) {
        var frame = randomMessage(random);
        frames.add(frame);
        bytes.writeBytes(Frames.encode(frame, compression));
      }
      var decoder = random.nextBoolean() ? new FrameDecoder() : FrameDecoder.ofServer();
      var decoded = new ArrayList<Frame>();
      byte[] all = bytes.toByteArray();
      int largest = random.nextBoolean() ? 3 : all.length;
      for (int at = 0; at < all.length; ) {
        int size = Math.min(1 + random.nextInt(largest), all.length - at);
        decoder.feed(all, at, size);
        decoded.addAll(drain(decoder));
        at += size;
      }
      decoder.end();
      assertSame(decoded, frames, "seed " + seed);
    }
  }

  private static Frame.Message randomMessage(Random random) {
    int size = new int[] {0, 1, 1023, 1024, 5000}[random.nextInt(5)] + random.nextInt(2);
    var body = new byte[size];
    if (random.nextBoolean()) {
      random.nextBytes(body);
    }
    return new Frame.Message(body, random.nextBoolean());
  }

  private static void assertSame(List<Frame> decoded, List<Frame> frames, String as) {
    assertThat(decoded).as(as).hasSameSizeAs(frames);
    for (int i = 0; i < frames.size(); i++) {
      var one = (Frame.Message) decoded.get(i);
      var other = (Frame.Message) frames.get(i);
      assertThat(one.body()).as(as).isEqualTo(other.body());
      assertThat(one.reconnectAdvised()).as(as).isEqualTo(other.reconnectAdvised());
    }
  }

  @Test
  void decode_ofAMessageReadByteByByte_isItsOwnArray() throws Exception {
    var body = new byte[100_000];
    new Random(1).nextBytes(body);
    byte[] frame = Frames.encode(Frame.Message.of(body), FrameCompression.NONE);
    var decoder = new FrameDecoder();
    for (int i = 0; i < frame.length - 1; i++) {
      decoder.feed(frame, i, 1);
      assertThat(decoder.next()).isEmpty();
    }
    decoder.feed(frame, frame.length - 1, 1);

    assertThat(((Frame.Message) decoder.next().orElseThrow()).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"ZSTD, 32", "GZIP, 64"})
  void encode_ofAMessageOf1024Bytes_compressesItAndNothingSmaller(
      FrameCompression compression, int flags) {
    byte[] small = Frames.encode(Frame.Message.of(new byte[1023]), compression);
    byte[] large = Frames.encode(new Frame.Message(new byte[1024], true), compression);

    assertThat(small[3]).isZero();
    assertThat(small).hasSize(4 + 1023);
    assertThat(large[3]).isEqualTo((byte) (flags | 0x10));
    assertThat(large).hasSizeLessThan(200);
  }

  @Test
  void encode_ofALongTerminal_neverCompressesIt() throws Exception {
    var terminal = Frame.Terminal.of(ErrorJson.encode(ErrorCode.INVALID, "x".repeat(5000)));

    byte[] frame = Frames.encode(terminal, FrameCompression.GZIP);

    assertThat(frame[3]).isEqualTo((byte) 0x80);
    var decoded = (Frame.Terminal) decode(frame).getFirst();
    assertThat(decoded.status()).isEqualTo(422);
    assertThat(decoded.body()).isEqualTo(terminal.body());
  }

  @Test
  void decode_ofATerminalWithCompressionAndAdvice_readsNeither() throws Exception {
    var terminal = (Frame.Terminal) decode(HEX.parseHex("0000058f01947b7d")).getFirst();

    assertThat(terminal.status()).isEqualTo(404);
    assertThat(new String(terminal.body(), UTF_8)).isEqualTo("{}");
    assertThat(((Frame.Terminal) decode(HEX.parseHex("000003f001f7")).getFirst()).status())
        .isEqualTo(503);
  }

  @Test
  void decode_ofReservedFlags_ignoresThem() throws Exception {
    var message = (Frame.Message) decode(HEX.parseHex("0000030f1200")).getFirst();

    assertThat(message.body()).isEqualTo(new byte[] {0x12, 0});
    assertThat(message.reconnectAdvised()).isFalse();
  }

  @Test
  void decode_ofWhatFollowsATerminal_dropsIt() throws Exception {
    var decoder = new FrameDecoder();
    decoder.feed(HEX.parseHex("000003" + "8001f7" + "000003001200" + "000000"));

    assertThat(drain(decoder)).hasSize(1).first().isInstanceOf(Frame.Terminal.class);
    decoder.feed(HEX.parseHex("000003001200"));
    assertThat(decoder.next()).isEmpty();
    decoder.end();
  }

  @ParameterizedTest
  @CsvSource({
    "200001, frame exceeds decode limit",
    "ffffff, frame exceeds decode limit",
    "000000, empty frame payload",
    "00000000, empty frame payload",
    "00000160, unknown compression algorithm",
    "00000180, terminal message missing status code",
    "0000028001, terminal message missing status code",
    "0000048001f4ff, invalid utf-8",
    "00000120, corrupt compressed payload",
    "00000140, corrupt compressed payload",
    "000005201f8b0800, corrupt compressed payload",
    "0000054028b52ffd, corrupt compressed payload",
  })
  void decode_ofWhatIsNoFrame_saysWhy(String hex, String message) {
    assertThatThrownBy(() -> decode(HEX.parseHex(hex)))
        .isInstanceOf(FrameException.class)
        .hasMessage(message);
  }

  @Test
  void decode_afterWhatWasNoFrame_isDone() throws Exception {
    var decoder = new FrameDecoder();
    decoder.feed(HEX.parseHex("000000" + "000003001200"));

    assertThatThrownBy(decoder::next).isInstanceOf(FrameException.class);
    assertThat(decoder.next()).isEmpty();
    decoder.feed(HEX.parseHex("000003001200"));
    assertThat(decoder.next()).isEmpty();
    decoder.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0000", "000003", "00000300", "0000030012", "00000580019400"})
  void end_insideAFrame_isTruncated(String hex) throws Exception {
    var decoder = new FrameDecoder();
    decoder.feed(HEX.parseHex("000003001200" + hex));
    assertThat(drain(decoder)).hasSize(1);

    var truncated = catchThrowableOfType(FrameException.class, decoder::end);

    assertThat(truncated.fault()).isEqualTo(Fault.TRUNCATED);
  }

  @Test
  void end_betweenFrames_isClean() throws Exception {
    var decoder = new FrameDecoder();
    decoder.end();
    decoder.feed(HEX.parseHex("000003001200"));
    drain(decoder);
    decoder.end();
  }

  @Test
  void feed_beforeTheFramesAreTaken_isRefused() throws Exception {
    var decoder = new FrameDecoder();
    decoder.feed(HEX.parseHex("000003001200" + "000003001200"));
    assertThat(decoder.next()).isPresent();

    assertThatThrownBy(() -> decoder.feed(HEX.parseHex("00")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void decode_ofLargeFramesThatHaveOnlyBegun_allotsLittle() throws Exception {
    var decoders = new ArrayList<FrameDecoder>();
    for (int i = 0; i < 2000; i++) { // 4 GiB, would all of it be allotted at once
      var decoder = new FrameDecoder();
      decoder.feed(HEX.parseHex("200000" + "00" + "0a"));
      assertThat(decoder.next()).isEmpty();
      decoders.add(decoder);
    }

    for (var decoder : decoders) {
      assertThatThrownBy(decoder::end).hasMessage("truncated frame");
    }
  }

  @Test
  void encode_ofTheLargestBody_isDecodedAndOneByteMoreRefused() throws Exception {
    byte[] frame = Frames.encode(Frame.Message.of(new byte[MAX_BODY]), FrameCompression.NONE);

    assertThat(frame).hasSize(3 + 2 * 1024 * 1024);
    assertThat(((Frame.Message) decode(frame).getFirst()).body()).hasSize(MAX_BODY);
    for (var compression : FrameCompression.values()) {
      assertThatThrownBy(() -> Frames.encode(Frame.Message.of(new byte[MAX_BODY + 1]), compression))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("2097152 bytes does not fit into a frame");
    }
  }

  @ParameterizedTest
  @EnumSource(value = FrameCompression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void decode_ofTheLargestBodyCompressed_isIt(FrameCompression compression) throws Exception {
    byte[] frame = Frames.encode(Frame.Message.of(new byte[MAX_BODY]), compression);

    assertThat(frame).hasSizeLessThan(10_000);
    assertThat(((Frame.Message) decode(frame).getFirst()).body()).hasSize(MAX_BODY);
  }

  @ParameterizedTest
  @EnumSource(value = FrameCompression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void encode_ofWhatGrowsPastTheLimitWhenCompressed_isRefused(FrameCompression compression) {
    var incompressible = new byte[MAX_BODY];
    new Random(1).nextBytes(incompressible);

    assertThatThrownBy(() -> Frames.encode(Frame.Message.of(incompressible), compression))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not fit into a frame");
  }

  @ParameterizedTest
  @EnumSource(value = FrameCompression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void decode_ofABomb_stopsAtTheLimit(FrameCompression compression) {
    for (int size : new int[] {MAX_BODY + 1, 200 * 1024 * 1024}) {
      byte[] compressed = compression.compress(new byte[size]);
      assertThat(compressed).hasSizeLessThan(MAX_BODY);
      byte[] bomb = frame(compression.flag(), compressed);

      var refused = catchThrowableOfType(FrameException.class, () -> decode(bomb));

      assertThat(refused.fault()).isEqualTo(Fault.DECOMPRESSED_EXCEEDS_LIMIT);
      assertThat(refused).hasMessage("decompressed payload exceeds limit");
    }
  }

  @Test
  void decode_ofZstdThatWantsALargeWindow_isRefused() {
    // A frame's header that asks for 128 MiB: descriptor 0, window exponent 17, one empty block.
    byte[] frame = frame(0x20, HEX.parseHex("28b52ffd" + "00" + "88" + "010000"));

    assertThatThrownBy(() -> decode(frame)).hasMessage("corrupt compressed payload");
  }

  @ParameterizedTest
  @EnumSource(value = FrameCompression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void decode_ofTwoCompressedPieces_isBoth(FrameCompression compression) throws Exception {
    var pieces = new ByteArrayOutputStream();
    pieces.writeBytes(compression.compress(new byte[] {1}));
    pieces.writeBytes(compression.compress(new byte[2000]));

    var message =
        (Frame.Message) decode(frame(compression.flag(), pieces.toByteArray())).getFirst();

    var both = new byte[2001];
    both[0] = 1;
    assertThat(message.body()).isEqualTo(both);
  }

  @Test
  void decode_ofZstdThatStatesNoSize_isIt() throws Exception {
    var compressed = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(compressed)) {
      out.write(new byte[5000]);
    }
    byte[] payload = compressed.toByteArray();
    assertThat(Zstd.getFrameContentSize(payload)).isNotPositive();

    var message = (Frame.Message) decode(frame(0x20, payload)).getFirst();

    assertThat(message.body()).isEqualTo(new byte[5000]);
  }

  @Test
  void decode_ofZstdThatLiesAboutItsSize_isRefused() {
    byte[] payload = FrameCompression.ZSTD.compress(new byte[200]);
    assertThat(payload[5]).as("the byte of the size").isEqualTo((byte) 200);
    for (int size : new int[] {0, 1, 199, 201, 255}) {
      payload[5] = (byte) size;
      assertThatThrownBy(() -> decode(frame(0x20, payload.clone())))
          .as("%d", size)
          .hasMessage("corrupt compressed payload");
    }
  }

  @ParameterizedTest
  @EnumSource(FrameCompression.class)
  void decode_ofDamagedFrames_isFramesOrATypedFault(FrameCompression compression) {
    int faults = 0;
    for (long seed = 0; seed < 5000; seed++) {
      var random = new Random(seed);
      var body = new byte[1024 + random.nextInt(2000)];
      Arrays.fill(body, (byte) random.nextInt());
      byte[] bytes = Frames.encode(new Frame.Message(body, false), compression);
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      var decoder = new FrameDecoder();
      decoder.feed(bytes);
      try {
        drain(decoder);
        decoder.end();
      } catch (FrameException e) {
        assertThat(e.fault()).as("seed %d", seed).isNotNull();
        faults++;
      }
    }
    assertThat(faults).as("faults").isPositive();
  }

  @Test
  void zstd_onManyThreads_keepsMessagesApart() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (long seed = 0; seed < 200; seed++) {
        var body = new byte[3000];
        new Random(seed).nextBytes(body);
        all.add(
            threads.submit(() -> {
              byte[] frame = Frames.encode(Frame.Message.of(body), FrameCompression.ZSTD);
              assertThat(((Frame.Message) decode(frame).getFirst()).body()).isEqualTo(body);
              return null;
            }));
      }
      for (var each : all) {
        each.get();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = FrameCompression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void decode_ofCompressedBytesCutOff_isCorrupt(FrameCompression compression) {
    var body = new byte[4000];
    new Random(1).nextBytes(body);
    byte[] compressed = compression.compress(body);
    for (int size : new int[] {5, 100, compressed.length / 2, compressed.length - 1}) {
      assertThatThrownBy(() -> decode(frame(compression.flag(), Arrays.copyOf(compressed, size))))
          .as("%d bytes", size)
          .hasMessage("corrupt compressed payload");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|NONE",
        "identity|NONE",
        "*|NONE",
        "br, deflate|NONE",
        "gzip|GZIP",
        "GZIP;q=0.5|GZIP",
        "br, gzip|GZIP",
        "gzip, zstd|ZSTD",
        "gzip;q=1.0,zstd;q=0|ZSTD",
        "x-gzip|NONE",
      })
  void accepted_ofAHeader_isTheBestNamed(String header, FrameCompression expected) {
    assertThat(FrameCompression.accepted(header)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|NONE",
        "gzip;q=0|NONE",
        "gzip ; q=0.000|NONE",
        "gzip;q=0.001|GZIP",
        "zstd;q=0, gzip|GZIP",
        "gzip;q=1, zstd;q=0.1|ZSTD",
        "*|NONE",
      })
  void acceptedForBody_ofAHeader_isTheBestOfSomeWeight(String header, FrameCompression expected) {
    assertThat(FrameCompression.acceptedForBody(header)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"gzip, GZIP", "' ZSTD ', ZSTD", "identity, NONE", "br,", "'gzip, zstd',", "'',"})
  void ofCoding_ofAValue_isTheOneItNames(String coding, FrameCompression expected) {
    assertThat(FrameCompression.ofCoding(coding)).isEqualTo(Optional.ofNullable(expected));
  }

  private static byte[] frame(int flags, byte[] payload) {
    var frame = new byte[4 + payload.length];
    int length = payload.length + 1;
    frame[0] = (byte) (length >> 16);
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[3] = (byte) flags;
    System.arraycopy(payload, 0, frame, 4, payload.length);
    return frame;
  }

  private static List<Frame> decode(byte[] bytes) throws FrameException {
    var decoder = new FrameDecoder();
    decoder.feed(bytes);
    return drain(decoder);
  }

  private static List<Frame> drain(FrameDecoder decoder) throws FrameException {
    var frames = new ArrayList<Frame>();
    for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      frames.add(frame.get());
    }
    return frames;
  }
}
