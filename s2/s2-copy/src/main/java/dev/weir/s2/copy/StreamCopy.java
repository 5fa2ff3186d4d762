package dev.weir.s2.copy;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RetentionPolicy;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.Timestamping;
import java.util.Optional;

/// Copies one stream, as it is when [#run] begins: each record keeps its seqNum, its timestamp, its
/// headers and its body; commands are records like any other, and fence and trim the copy as they
/// did the source.
///
/// A run that is interrupted, at whatever moment, is gone on with by another: it compares what is
/// there with the source and appends the rest. Run again later, it appends what the source has got
/// since. At the end source and copy are compared, record by record.
///
/// While it is being written, the target takes timestamps as they are given, also those from the
/// future, and keeps everything; then it gets the configuration it is to have. Where that says that
/// arrival counts, only later records have the time of their arrival.
///
/// Places at the beginning that the source has trimmed are filled with empty records, of which the
/// last is a command that trims the others: what remains of them is that command, until a later
/// trim removes it too.
public final class StreamCopy {
  /// So many places are filled at most.
  public static final long MAX_FILLED = 10_000_000;

  private static final int PROGRESS_RECORDS = 1000;

  private final RecordSource source;
  private final StreamConfig config;
  private final S2Basin basin;
  private final S2Stream target;
  private final CopyListener listener;

  private StreamCopy(
      RecordSource source,
      StreamConfig config,
      S2Basin basin,
      StreamName name,
      CopyListener listener) {
    this.source = source;
    this.config = config;
    this.basin = basin;
    this.target = basin.stream(name);
    this.listener = listener;
  }

  /// A copy of the stream `from` of `source`, with its configuration, as the stream `to` of
  /// `target`.
  public static StreamCopy of(S2Basin source, StreamName from, S2Basin target, StreamName to) {
    return of(RecordSource.of(source.stream(from)), source.streamConfig(from), target, to);
  }

  /// A copy of `source` as the stream `to` of `target`, which is to be configured so.
  public static StreamCopy of(
      RecordSource source, StreamConfig config, S2Basin target, StreamName to) {
    return new StreamCopy(source, config, target, to, CopyListener.NONE);
  }

  /// The same, telling `listener` how far it is.
  public StreamCopy withListener(CopyListener listener) {
    return new StreamCopy(source, config, basin, target.name(), listener);
  }

  /// The name of the stream that is written.
  public StreamName name() {
    return target.name();
  }

  /// Copies and compares. Blocks until it is done.
  ///
  /// @throws CopyRefusedException if the target holds something else, or the copy is found to
  ///   differ
  /// @throws dev.weir.s2.S2Exception if either side fails; running again goes on
  public CopyReport run() {
    StreamPosition tail = source.tail();
    boolean created = create();
    long found = created ? 0 : target.checkTail().seqNum();
    if (found > tail.seqNum()) {
      throw new CopyRefusedException(
          "stream "
              + target.name()
              + " of the target has "
              + found
              + " as its tail, beyond the source's "
              + tail.seqNum()
              + ": it holds something else, or was written to since. Nothing was appended. Name"
              + " another stream, or delete that one");
    }
    CopyReport report = copyBehind(found, tail);
    boolean isWritten = report.appended() + report.filled() > 0;
    CopyReport verified =
        isWritten ? verify(report.appended(), report.filled(), tail.seqNum()) : report;
    var unused = basin.ensureStream(target.name(), config);
    return verified;
  }

  private boolean create() {
    try {
      basin.createStream(target.name(), whileCopying());
      return true;
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
      return false;
    }
  }

  private StreamConfig whileCopying() {
    return new StreamConfig(
            config.storageClass(),
            config.retentionPolicy(),
            new Timestamping(Optional.of(Timestamping.Mode.CLIENT_REQUIRE), Optional.of(true)),
            config.deleteOnEmptyMinAgeSecs())
        .withRetention(new RetentionPolicy.Infinite())
        .withDeleteOnEmptyMinAgeSecs(0);
  }

  /// One pass through the source: what the target holds already is compared, the rest appended.
  private CopyReport copyBehind(long found, StreamPosition tail) {
    try (var reading = source.open();
        var comparison = new Comparison(target.name(), held(found))) {
      var next = reading.next();
      for (; next.filter(record -> record.seqNum() < found).isPresent(); next = reading.next()) {
        comparison.expect(next.get());
        progress(CopyListener.Phase.COPYING, next.get().seqNum() + 1, tail.seqNum());
      }
      if (!comparison.hasFound()) {
        comparison.requireFillers();
      }
      if (next.isEmpty() && found == tail.seqNum()) {
        comparison.end();
        return comparison.report(0, 0, found);
      }
      return append(next, reading, comparison, found, tail);
    }
  }

  private RecordSource held(long tail) {
    return new StreamSource(target, new StreamPosition(tail, 0));
  }

  private CopyReport append(
      Optional<SequencedRecord> first,
      RecordSource.Reading reading,
      Comparison comparison,
      long found,
      StreamPosition tail) {
    requireFillable(first.map(SequencedRecord::seqNum).orElse(tail.seqNum()) - found);
    var unused = basin.ensureStream(target.name(), whileCopying());
    try (var writer = new StreamWriter(target, found)) {
      for (var next = first; next.isPresent(); next = reading.next()) {
        comparison.watchTrims(next.get());
        writer.append(next.get());
        progress(CopyListener.Phase.COPYING, writer.next(), tail.seqNum());
      }
      writer.fillTo(tail.seqNum(), tail.timestamp());
      writer.finish();
      comparison.end();
      return comparison.report(writer.appended(), writer.filled(), tail.seqNum());
    }
  }

  private void requireFillable(long places) {
    if (places > MAX_FILLED) {
      throw new CopyRefusedException(
          "the source of stream "
              + target.name()
              + " no longer holds "
              + places
              + " records before its first. A new stream begins at 0, and its places can only be"
              + " filled with records; "
              + MAX_FILLED
              + " are the most. Nothing was appended");
    }
  }

  private CopyReport verify(long appended, long filled, long tail) {
    try (var reading = source.open();
        var comparison = new Comparison(target.name(), held(tail))) {
      for (var next = reading.next(); next.isPresent(); next = reading.next()) {
        comparison.expect(next.get());
        progress(CopyListener.Phase.VERIFYING, next.get().seqNum() + 1, tail);
      }
      comparison.end();
      return comparison.report(appended, filled, tail);
    }
  }

  private void progress(CopyListener.Phase phase, long seqNum, long tail) {
    if (seqNum % PROGRESS_RECORDS == 0 || seqNum == tail) {
      listener.progressed(phase, seqNum, tail);
    }
  }
}
