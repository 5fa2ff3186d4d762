package dev.weir.s2.lite;

import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamCipher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The headers and bodies of one batch. They are encoded before the batch has its place, and then
/// stand behind its timestamps.
///
/// Of an encrypted stream the commands are plain, each with its index in the batch, and all other
/// records are sealed as one.
final class RecordsCodec {
  private static final int PLAIN = 0;

  private final long firstSeqNum;
  private final long[] timestamps;
  private final SequencedRecord[] records;

  RecordsCodec(long firstSeqNum, long[] timestamps) {
    this.firstSeqNum = firstSeqNum;
    this.timestamps = timestamps;
    records = new SequencedRecord[timestamps.length];
  }

  static byte[] encode(List<AppendRecord> records, long meteredBytes, Optional<RecordSeal> seal) {
    return seal.isPresent()
        ? encodeSealed(records, meteredBytes, seal.get())
        : encodePlain(records, meteredBytes);
  }

  private static byte[] encodePlain(List<AppendRecord> records, long meteredBytes) {
    int size = RowWriter.varintSize(meteredBytes) + 1;
    for (AppendRecord record : records) {
      size += size(record);
    }
    var out = new RowWriter(size).varint(meteredBytes).u8(PLAIN);
    records.forEach(record -> write(record, out));
    return out.toArray();
  }

  private static byte[] encodeSealed(
      List<AppendRecord> records, long meteredBytes, RecordSeal seal) {
    var out = new RowWriter((int) meteredBytes + 64).varint(meteredBytes);
    out.u8(CipherCode.of(seal.cipher()));
    out.varint(records.stream().filter(record -> record.command().isPresent()).count());
    var plain = new RowWriter((int) meteredBytes);
    boolean hasData = false;
    for (int i = 0; i < records.size(); i++) {
      AppendRecord record = records.get(i);
      if (record.command().isPresent()) {
        write(record, out.varint(i));
      } else {
        write(record, plain);
        hasData = true;
      }
    }
    out.bytes(hasData ? Bytes.wrap(seal.seal(plain.toArray())) : Bytes.empty());
    return out.toArray();
  }

  /// Of what [#write] writes.
  private static int size(AppendRecord record) {
    int size = RowWriter.varintSize(record.headers().size()) + RowWriter.size(record.body());
    for (Header header : record.headers()) {
      size += RowWriter.size(header.name()) + RowWriter.size(header.value());
    }
    return size;
  }

  private static void write(AppendRecord record, RowWriter out) {
    out.varint(record.headers().size());
    for (Header header : record.headers()) {
      out.bytes(header.name()).bytes(header.value());
    }
    out.bytes(record.body());
  }

  /// Of what [#encode] wrote, without the key that may be needed to read it.
  static long meteredBytes(RowReader in) throws CorruptRowException {
    return in.varint();
  }

  static long meteredBytes(List<SequencedRecord> records) {
    return records.stream().mapToLong(SequencedRecord::meteredBytes).sum();
  }

  /// Reads what [#encode] wrote.
  void read(RowReader in, Optional<RecordSeal> seal) throws CorruptRowException {
    long unused = meteredBytes(in);
    Optional<StreamCipher> cipher = CipherCode.cipher(in.u8());
    if (!cipher.equals(seal.map(RecordSeal::cipher))) {
      throw new CorruptRowException("it is encrypted in another way than its stream");
    }
    if (seal.isEmpty()) {
      readPlain(in);
      return;
    }
    int commands = in.count();
    for (int i = 0; i < commands; i++) {
      read(index(in.varint()), in);
    }
    readSealed(in.bytes(), seal.get());
  }

  /// Reads records that stand one behind the other.
  void readPlain(RowReader in) throws CorruptRowException {
    for (int i = 0; i < records.length; i++) {
      if (records[i] == null) {
        read(i, in);
      }
    }
  }

  private void readSealed(Bytes sealed, RecordSeal seal) throws CorruptRowException {
    boolean hasData = Arrays.stream(records).anyMatch(record -> record == null);
    if (hasData == sealed.isEmpty()) {
      throw new CorruptRowException("sealed records and commands do not fit together");
    }
    if (hasData) {
      var plain = new RowReader(seal.open(sealed));
      readPlain(plain);
      plain.end();
    }
  }

  private int index(long index) throws CorruptRowException {
    if (index < 0 || index >= records.length || records[(int) index] != null) {
      throw new CorruptRowException("a command at " + index);
    }
    return (int) index;
  }

  private void read(int index, RowReader in) throws CorruptRowException {
    List<Header> headers = readHeaders(in);
    records[index] =
        new SequencedRecord(firstSeqNum + index, timestamps[index], headers, in.bytes());
  }

  /// Most records have none or one, which need no list that is copied.
  private static List<Header> readHeaders(RowReader in) throws CorruptRowException {
    int count = in.count();
    if (count <= 1) {
      return count == 0 ? List.of() : List.of(readHeader(in));
    }
    var headers = new ArrayList<Header>(count);
    for (int i = 0; i < count; i++) {
      headers.add(readHeader(in));
    }
    return headers;
  }

  private static Header readHeader(RowReader in) throws CorruptRowException {
    Bytes name = in.bytes();
    return new Header(name, in.bytes());
  }

  /// All that was read.
  List<SequencedRecord> decoded() {
    return List.of(records);
  }
}
