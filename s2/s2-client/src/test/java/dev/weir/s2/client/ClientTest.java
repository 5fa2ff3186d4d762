package dev.weir.s2.client;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ReadEvents;
import dev.weir.s2.wire.RecordFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;

/// A client and a server that answers as the test says.
abstract class ClientTest {
  static final BasinName BASIN = new BasinName("test-basin");

  ScriptedServer server = start();
  S2 s2 = S2Client.connect(config());

  S2ClientConfig config() {
    return S2ClientConfig.at(server.endpoint())
        .withCleartext(Cleartext.HTTP_1_1)
        .withReadTransport(ReadTransport.SERVER_SENT_EVENTS)
        .withAccessToken(new AccessToken("top-secret"))
        .withRetry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2)))
        .withFollowRetry(
            new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  @AfterEach
  void closeBoth() throws IOException {
    s2.close();
    server.close();
  }

  S2Stream stream() {
    return s2.basin(BASIN).stream(new StreamName("orders"));
  }

  /// The client, configured otherwise.
  void reconnect(S2ClientConfig config) {
    s2.close();
    s2 = S2Client.connect(config);
  }

  static ReadBatch batch(long from, long to) {
    return new ReadBatch(
        LongStream.range(from, to).mapToObj(ClientTest::record).toList(), Optional.empty());
  }

  static SequencedRecord record(long seqNum) {
    return new SequencedRecord(seqNum, 1000 + seqNum, List.of(), Bytes.utf8("record " + seqNum));
  }

  static byte[] event(ReadBatch batch) {
    return ReadEvents.batch(batch, LastEventId.NONE.after(batch), RecordFormat.BASE64);
  }

  static byte[] ping(long tail) {
    return ReadEvents.ping(new ReadMessage.Heartbeat(5, new StreamPosition(tail, 7)));
  }

  private static ScriptedServer start() {
    try {
      return ScriptedServer.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
