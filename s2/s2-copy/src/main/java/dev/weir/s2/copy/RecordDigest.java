package dev.weir.s2.copy;

import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.SequencedRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over records: all of each, with lengths before what has no fixed one.
final class RecordDigest {
  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  RecordDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  void add(SequencedRecord record) {
    add(record.seqNum());
    add(record.timestamp());
    add(record.headers().size());
    for (Header header : record.headers()) {
      add(header.name());
      add(header.value());
    }
    add(record.body());
  }

  private void add(Bytes bytes) {
    add(bytes.size());
    digest.update(bytes.asByteBuffer());
  }

  private void add(long value) {
    digest.update(number.clear().putLong(value).flip());
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
