package dev.weir.s2.lite;

import dev.weir.s2.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys of the store: one byte for the table, then the parts. Numbers are big-endian, so that
/// the order of the keys is the order of the numbers.
final class Keys {
  static final byte[] NEXT_STREAM_ID = {'i'};

  private static final int ROW_SEQ_NUM_AT = 1 + Long.BYTES;

  private Keys() {}

  static byte[] basin(String name) {
    return named('b', name);
  }

  /// Sorts before every stream of the basin.
  static byte[] streamsOf(String basin) {
    return named('s', basin + "\0");
  }

  static byte[] stream(StreamKey key) {
    return named('s', key.basin().value() + "\0" + key.stream().value());
  }

  static byte[] accessToken(String id) {
    return named('a', id);
  }

  /// Leads from the hash of a secret to the token's id.
  static byte[] accessTokenHash(Bytes hash) {
    return new RowWriter(1 + hash.size()).u8('h').raw(hash.toArray()).toArray();
  }

  static byte[] tail(long streamId) {
    return new RowWriter(1 + Long.BYTES).u8('t').u64(streamId).toArray();
  }

  static byte[] row(long streamId, long firstSeqNum) {
    return new RowWriter(1 + 2 * Long.BYTES).u8('r').u64(streamId).u64(firstSeqNum).toArray();
  }

  /// Where the stream's first row is looked for: it has none before.
  static byte[] firstRow(long streamId) {
    return new RowWriter(1 + Long.BYTES).u8('f').u64(streamId).toArray();
  }

  static long seqNumOfRow(byte[] key) {
    long seqNum = 0;
    for (int i = ROW_SEQ_NUM_AT; i < key.length; i++) {
      seqNum = seqNum << 8 | (key[i] & 0xFF);
    }
    return seqNum;
  }

  /// The name at the end of a key that starts with `skipped` bytes of other things.
  static String nameOf(byte[] key, int skipped) {
    return new String(key, skipped, key.length - skipped, StandardCharsets.UTF_8);
  }

  /// The first key behind all that start with `prefix`. Names are UTF-8 and never hold 0xFF.
  static byte[] afterPrefix(byte[] prefix) {
    byte[] after = Arrays.copyOf(prefix, prefix.length + 1);
    after[prefix.length] = (byte) 0xFF;
    return after;
  }

  /// The first key behind `key` itself.
  static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private static byte[] named(char table, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return new RowWriter(1 + utf8.length).u8(table).raw(utf8).toArray();
  }
}
