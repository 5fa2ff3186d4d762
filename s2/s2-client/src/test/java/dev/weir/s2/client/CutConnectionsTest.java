package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.s2.ReadFrom;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.ReadQuery;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever becomes of connections, a reader sees the stream: every record, once, in order.
@Timeout(120)
final class CutConnectionsTest extends ClientTest {
  private static final int RECORDS = 2_000;
  private static final RetryPolicy STUBBORN =
      new RetryPolicy(1_000, Duration.ofMillis(1), Duration.ofMillis(2));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void read_overConnectionsCutAtAnyByte_deliversTheStream(long seed) throws IOException {
    server.otherwise((request, socket) -> serve(request, socket, new Random(seed)));
    try (var proxy = CuttingProxy.start(server.port(), 12_000, seed)) {
      reconnect(through(proxy));
      assertThat(read(ReadRequest.fromSeqNum(0), RECORDS)).as("seed %d", seed).isEqualTo(records());
      assertThat(proxy.cuts()).as("seed %d", seed).isGreaterThan(10);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void boundedRead_overConnectionsCutAtAnyByte_deliversItsCount(long seed) throws IOException {
    server.otherwise((request, socket) -> serve(request, socket, new Random(seed)));
    try (var proxy = CuttingProxy.start(server.port(), 12_000, seed)) {
      reconnect(through(proxy));
      assertThat(read(ReadRequest.fromSeqNum(0).withCount(1_500), Integer.MAX_VALUE))
          .as("seed %d", seed)
          .isEqualTo(records().subList(0, 1_500));
    }
  }

  private static S2ClientConfig through(CuttingProxy proxy) {
    return S2ClientConfig.at(proxy.endpoint())
        .withCleartext(Cleartext.HTTP_1_1)
        .withReadTransport(ReadTransport.SERVER_SENT_EVENTS)
        .withRetry(STUBBORN)
        .withFollowRetry(STUBBORN);
  }

  /// Reads until the end, or until there are `enough`.
  private List<SequencedRecord> read(ReadRequest request, int enough) {
    var records = new ArrayList<SequencedRecord>();
    try (ReadSession session = stream().openRead(request)) {
      while (records.size() < enough) {
        switch (session.next()) {
          case ReadMessage.Batch(var batch) -> records.addAll(batch.records());
          case ReadMessage.Heartbeat unused -> {}
          case ReadMessage.End() -> {
            return records;
          }
        }
      }
    }
    return records;
  }

  /// The stream of [#RECORDS] records, in batches of any size, and a heartbeat at its tail.
  private static void serve(ScriptedServer.Received request, Socket socket, Random random)
      throws IOException {
    var read = ReadQuery.decode(request.query());
    long next = ((ReadFrom.SeqNum) read.from()).seqNum();
    long end = Math.min(RECORDS, next + read.limit().count().orElse(RECORDS));
    ScriptedServer.writeEvents(socket);
    while (next < end) {
      long to = Math.min(end, next + 1 + random.nextInt(60));
      socket.getOutputStream().write(event(batch(next, to)));
      next = to;
    }
    if (!read.limit().isNone()) {
      socket.getOutputStream().write(ReadEvents.done());
      socket.close();
      return;
    }
    socket.getOutputStream().write(ping(RECORDS));
    ScriptedServer.silence().to(request, socket);
  }

  private static List<SequencedRecord> records() {
    return LongStream.range(0, RECORDS).mapToObj(ClientTest::record).toList();
  }
}
