package dev.weir.s2.lite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.Bytes;
import dev.weir.s2.FencingToken;
import dev.weir.s2.Header;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StorageClass;
import dev.weir.s2.StreamCipher;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.Timestamping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is what is read, and nothing else is.
class RowsTest {
  private interface Decoder {
    Object decode(byte[] row) throws CorruptRowException;
  }

  /// Or rows would be copied once more than they need be.
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void varint_hasTheSizeThatIsToldBefore(long value) {
    byte[] row = new RowWriter(0).varint(value).toArray();
    assertThat(row).hasSize(RowWriter.varintSize(value));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void batch_decoded_isWhatWasEncoded(long seed) throws Exception {
    var random = new Random(seed);
    var records = new ArrayList<AppendRecord>();
    long[] timestamps = new long[1 + random.nextInt(20)];
    Arrays.setAll(timestamps, i -> random.nextLong());
    timestamps =
        Arrays.stream(timestamps).boxed().sorted(Long::compareUnsigned).mapToLong(t -> t).toArray();
    for (int i = 0; i < timestamps.length; i++) {
      records.add(randomRecord(random));
    }
    Optional<RecordSeal> seal =
        seed < 5
            ? Optional.empty()
            : Optional.of(seal(seed % 2 == 0 ? StreamCipher.AEGIS_256 : StreamCipher.AES_256_GCM));
    byte[] row = BatchRow.encode(5, 9, timestamps, RecordsCodec.encode(records, 100, seal));

    List<SequencedRecord> decoded = BatchRow.decode(40, row, seal);
    assertThat(BatchRow.decodeTimestamps(row)).containsExactly(timestamps);
    assertThat(BatchRow.expiresAt(row)).isEqualTo(9);
    assertThat(BatchRow.count(row)).isEqualTo(timestamps.length);
    assertThat(decoded).as("seed %d", seed).hasSameSizeAs(records);
    for (int i = 0; i < timestamps.length; i++) {
      AppendRecord record = records.get(i);
      assertThat(decoded.get(i))
          .isEqualTo(new SequencedRecord(40 + i, timestamps[i], record.headers(), record.body()));
    }
    assertStrict(row, value -> BatchRow.decode(40, value, seal));
  }

  @Test
  void streamState_decoded_isWhatWasEncoded() throws Exception {
    var state = new StreamState(7, -1, 3, new FencingToken("ümlaut"), 11);
    assertThat(StreamState.decode(state.encode())).isEqualTo(state);
    assertStrict(state.encode(), StreamState::decode);
  }

  /// Found by fuzzing: else the caller would be told that what it asked for was wrong.
  @Test
  void rows_withAFieldThatCannotBe_areCorrupt() {
    byte[] longToken =
        new RowWriter(64).u8(1).u64(1).u64(1).u64(1).bytes(Bytes.utf8("-".repeat(40))).toArray();
    assertThatThrownBy(() -> StreamState.decode(longToken)).isInstanceOf(CorruptRowException.class);
    byte[] endOfTime =
        new RowWriter(64)
            .u8(1)
            .varint(0)
            .bytes(Bytes.utf8("t"))
            .u8(1)
            .u64(Long.MAX_VALUE)
            .varint(0)
            .toArray();
    assertThatThrownBy(() -> AccessTokenRow.decode(endOfTime))
        .isInstanceOf(CorruptRowException.class);
    byte[] noBasin =
        new RowWriter(64).u8(1).bytes(Bytes.utf8("")).bytes(Bytes.utf8("orders")).toArray();
    assertThatThrownBy(() -> Due.decode(Due.Kind.EXPIRY, new byte[25], noBasin))
        .isInstanceOf(CorruptRowException.class);
  }

  @Test
  void accessToken_decoded_isWhatWasEncoded() throws Exception {
    var info =
        new AccessTokenInfo(
            new AccessTokenId("tenant/7"),
            Optional.of(Instant.ofEpochSecond(9_000_000_000L, 5)),
            true,
            new AccessTokenScope(
                ResourceSet.none(),
                new ResourceSet.Prefix("t/"),
                new ResourceSet.Exact("me"),
                OperationGroups.READ_ONLY,
                Set.of(Operation.APPEND, Operation.FENCE)));
    var row = new AccessTokenRow(Bytes.utf8("a hash"), info);
    assertThat(AccessTokenRow.decode(row.encode())).isEqualTo(row);
    assertStrict(row.encode(), AccessTokenRow::decode);
  }

  @Test
  void basinAndStream_decoded_areWhatWasEncoded() throws Exception {
    var full =
        new StreamConfig(
            Optional.of(StorageClass.STANDARD),
            Optional.of(new RetentionPolicy.Age(60)),
            new Timestamping(Optional.of(Timestamping.Mode.ARRIVAL), Optional.of(true)),
            OptionalLong.of(0));
    var infinite = StreamConfig.UNSET.withRetention(new RetentionPolicy.Infinite());
    for (StreamConfig config :
        List.of(full, infinite, StreamConfig.UNSET, StreamConfig.GLOBAL_DEFAULT)) {
      var basin =
          new BasinRow(
              new BasinConfig(config, Optional.of(StreamCipher.AEGIS_256), true, false),
              Instant.ofEpochMilli(5),
              Optional.of(Instant.ofEpochMilli(6)),
              Bytes.utf8("hash"));
      assertThat(BasinRow.decode(basin.encode())).isEqualTo(basin);
      assertStrict(basin.encode(), BasinRow::decode);
      var stream =
          new StreamRow(
              9,
              config,
              Optional.of(StreamCipher.AES_256_GCM),
              Instant.ofEpochMilli(7),
              Bytes.empty());
      assertThat(StreamRow.decode(stream.encode())).isEqualTo(stream);
      assertStrict(stream.encode(), StreamRow::decode);
    }
  }

  /// Rows of the first encodings, which knew neither expiry nor cipher.
  @Test
  void rows_ofTheFirstFormats_areStillRead() throws Exception {
    byte[] batch =
        new RowWriter(64)
            .u8(1)
            .u64(5)
            .varint(1)
            .varint(7)
            .varint(0)
            .bytes(Bytes.utf8("body"))
            .toArray();
    assertThat(BatchRow.decode(3, batch, Optional.empty()))
        .containsExactly(new SequencedRecord(3, 7, List.of(), Bytes.utf8("body")));
    assertThat(BatchRow.isExpired(batch, Long.MAX_VALUE)).isFalse();
    byte[] tail = new RowWriter(64).u8(1).u64(4).u64(3).u64(2).bytes(Bytes.utf8("t")).toArray();
    assertThat(StreamState.decode(tail))
        .isEqualTo(new StreamState(4, 3, 2, new FencingToken("t"), 0));
    var stream = new RowWriter(64).u8(1).u64(9);
    ConfigCodec.write(StreamConfig.GLOBAL_DEFAULT, stream);
    assertThat(StreamRow.decode(stream.u64(7).bytes(Bytes.empty()).toArray()))
        .isEqualTo(
            new StreamRow(
                9,
                StreamConfig.GLOBAL_DEFAULT,
                Optional.empty(),
                Instant.ofEpochMilli(7),
                Bytes.empty()));
    var basin = new RowWriter(64).u8(1);
    ConfigCodec.write(BasinConfig.DEFAULT, basin);
    assertThat(BasinRow.decode(basin.u64(7).u8(0).u64(0).bytes(Bytes.empty()).toArray()).config())
        .isEqualTo(BasinConfig.DEFAULT);
  }

  private static RecordSeal seal(StreamCipher cipher) {
    return new RecordSeal(cipher, new byte[32], 9);
  }

  /// A row that is shorter, longer or of another format is refused.
  private static void assertStrict(byte[] row, Decoder decoder) {
    for (int size = 0; size < row.length; size++) {
      byte[] cut = Arrays.copyOf(row, size);
      assertThatThrownBy(() -> decoder.decode(cut)).isInstanceOf(CorruptRowException.class);
    }
    byte[] longer = Arrays.copyOf(row, row.length + 1);
    assertThatThrownBy(() -> decoder.decode(longer)).isInstanceOf(CorruptRowException.class);
    byte[] newer = row.clone();
    newer[0] = 99;
    assertThatThrownBy(() -> decoder.decode(newer))
        .isInstanceOf(CorruptRowException.class)
        .hasMessage("unknown row format 99");
  }

  private static AppendRecord randomRecord(Random random) {
    var headers = new ArrayList<Header>();
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(new Header(randomBytes(random, 1), randomBytes(random, 0)));
    }
    return AppendRecord.of(randomBytes(random, 0)).withHeaders(headers);
  }

  private static Bytes randomBytes(Random random, int least) {
    byte[] bytes = new byte[least + random.nextInt(200)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
