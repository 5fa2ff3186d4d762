package dev.weir.s2.server;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.Frames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A store in memory or on disk with the basin `test-basin` and the stream `orders`, a server in
/// front of it, and a client of frames.
@ParameterizedClass
@EnumSource(SessionFixture.Kind.class)
abstract class SessionFixture {
  enum Kind {
    MEMORY,
    DISK
  }

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Kind kind;
  @TempDir Path dir;
  final TestStore store = new TestStore();
  final S2Server server = S2Server.start(store, S2ServerConfig.LOOPBACK);
  final FrameClient client = new FrameClient(server.endpoint());

  SessionFixture(Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() throws IOException {
    store.set(kind == Kind.MEMORY ? S2Lite.inMemory() : S2Lite.open(dir.resolve("data")));
    store.createBasin(new BasinName(FrameClient.BASIN), BasinConfig.DEFAULT);
    basin().createStream(new StreamName("orders"), StreamConfig.UNSET);
  }

  @AfterEach
  void closeAll() {
    client.close();
    server.close();
    store.close();
  }

  S2Basin basin() {
    return store.basin(new BasinName(FrameClient.BASIN));
  }

  S2Stream orders() {
    return basin().stream(new StreamName("orders"));
  }

  static byte[] frame(AppendInput input) {
    return Frames.encode(input, FrameCompression.NONE);
  }

  static byte[] frame(String body) {
    return frame(input(body));
  }

  static AppendInput input(String... bodies) {
    return AppendInput.of(List.of(bodies).stream().map(AppendRecord::of).toList());
  }

  static AppendAck ack(Frame.Message message) {
    return AppendProto.decodeAck(message.body());
  }

  /// The bodies of all records of `orders`.
  List<String> stored() {
    var bodies = new ArrayList<String>();
    try (var session = orders().openRead(ReadRequest.fromSeqNum(0).withWait(Duration.ZERO))) {
      while (session.next() instanceof dev.weir.s2.ReadMessage.Batch(var batch)) {
        for (SequencedRecord record : batch.records()) {
          bodies.add(record.body().utf8());
        }
      }
    }
    return bodies;
  }

  static void await(String what, BooleanSupplier reached) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!reached.getAsBoolean()) {
      Assertions.assertThat(System.nanoTime() - deadline).as(what).isNegative();
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
