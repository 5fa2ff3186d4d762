package dev.weir.bench.wire;

import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import dev.weir.s2.wire.Frames;
import dev.weir.s2.wire.ReadProto;
import dev.weir.s2.wire.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One batch, written and read: records of 200 bytes of text with one header, as events are. An
/// operation is a whole batch.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecBenchmark {
  private static final int BODY_BYTES = 200;

  /// How many records are in the batch.
  @Param({"1", "50", "1000"})
  public int records;

  private AppendInput input = AppendInput.of(AppendRecord.of(""));
  private ReadBatch batch = new ReadBatch(List.of(), Optional.empty());
  private byte[] inputJson = {};
  private byte[] inputProto = {};
  private byte[] batchProto = {};
  private byte[] plainFrame = {};
  private byte[] zstdFrame = {};

  /// A benchmark whose batch is made by [#fill].
  public CodecBenchmark() {}

  /// Makes the batch, and what it is on the wire.
  @Setup
  public void fill() {
    var random = new Random(1);
    var appended = new ArrayList<AppendRecord>();
    var read = new ArrayList<SequencedRecord>();
    for (int i = 0; i < records; i++) {
      var headers = List.of(Header.of("kind", "todo-" + i % 7));
      var body = text(random);
      appended.add(AppendRecord.of(body).withHeaders(headers));
      read.add(new SequencedRecord(i, 1_767_323_045_006L + i, headers, body));
    }
    input = AppendInput.of(appended).withMatchSeqNum(0);
    batch = new ReadBatch(read, Optional.empty());
    inputJson = AppendJson.encode(input, RecordFormat.RAW);
    inputProto = AppendProto.encode(input);
    batchProto = ReadProto.encode(batch);
    plainFrame = Frames.encode(input, FrameCompression.NONE);
    zstdFrame = Frames.encode(input, FrameCompression.ZSTD);
  }

  private static Bytes text(Random random) {
    var bytes = new byte[BODY_BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return Bytes.wrap(bytes);
  }

  /// An append as JSON.
  @Benchmark
  public byte[] encodeAppendJson() {
    return AppendJson.encode(input, RecordFormat.RAW);
  }

  /// An append from JSON.
  @Benchmark
  public AppendInput decodeAppendJson() {
    return AppendJson.decode(inputJson, RecordFormat.RAW);
  }

  /// An append as protobuf.
  @Benchmark
  public byte[] encodeAppendProto() {
    return AppendProto.encode(input);
  }

  /// An append from protobuf.
  @Benchmark
  public AppendInput decodeAppendProto() {
    return AppendProto.decode(inputProto);
  }

  /// A read batch as protobuf.
  @Benchmark
  public byte[] encodeReadProto() {
    return ReadProto.encode(batch);
  }

  /// A read batch from protobuf.
  @Benchmark
  public ReadBatch decodeReadProto() {
    return ReadProto.decode(batchProto);
  }

  /// An append as a frame.
  @Benchmark
  public byte[] encodeFrame() {
    return Frames.encode(input, FrameCompression.NONE);
  }

  /// An append as a frame with zstd.
  @Benchmark
  public byte[] encodeZstdFrame() {
    return Frames.encode(input, FrameCompression.ZSTD);
  }

  /// An append from a frame.
  @Benchmark
  public AppendInput decodeFrame() throws FrameException {
    return append(plainFrame);
  }

  /// An append from a frame with zstd.
  @Benchmark
  public AppendInput decodeZstdFrame() throws FrameException {
    return append(zstdFrame);
  }

  private static AppendInput append(byte[] bytes) throws FrameException {
    var decoder = new FrameDecoder();
    decoder.feed(bytes);
    var message = (Frame.Message) decoder.next().orElseThrow();
    return AppendProto.decode(message.body());
  }
}
