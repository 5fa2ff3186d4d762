package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.AppendSessionOptions;
import dev.weir.s2.BasinName;
import dev.weir.s2.Bytes;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.S2;
import dev.weir.s2.SequencedRecord;
import dev.weir.s2.StreamName;
import dev.weir.s2.wire.ReadProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationTest {
  private static final String TAIL_2 = "{\"tail\":{\"seq_num\":2,\"timestamp\":7}}";

  private final AppendBacklog backlog = new AppendBacklog(AppendSessionOptions.DEFAULT, true);
  private ScriptedServer server;
  private S2 s2;
  private Verification verification;

  @BeforeEach
  void start() throws Exception {
    server = ScriptedServer.start();
    s2 =
        S2Client.connect(
            S2ClientConfig.at(server.endpoint())
                .withCleartext(Cleartext.HTTP_1_1)
                .withRetry(RetryPolicy.NONE));
    verification =
        new Verification(s2.basin(new BasinName("test-basin")).stream(new StreamName("orders")));
  }

  @AfterEach
  void stop() throws Exception {
    s2.close();
    server.close();
  }

  @Test
  void settle_whereOneReadBringsPartOfABatch_readsTheRest() {
    var ack = doubtful("a", "b");
    server.then(read(0, "a")).then(read(1, "b")).then(ScriptedServer.json(200, TAIL_2));
    verification.settle(backlog);
    assertThat(ack.join().end().seqNum()).isEqualTo(2);
    assertThat(server.requests().get(1).query()).startsWith("seq_num=1");
  }

  @Test
  void settle_whereThePlaceHoldsLessThanTheBatch_saysItFailed() {
    var ack = doubtful("a", "b", "c");
    server
        .then(read(0, "a", "b"))
        .then(ScriptedServer.json(416, TAIL_2))
        .then(ScriptedServer.json(200, TAIL_2));
    assertThatThrownBy(() -> verification.settle(backlog))
        .isInstanceOf(AppendConditionFailedException.class);
    assertThat(ack).isNotDone();
  }

  /// A batch that was sent over a connection that broke.
  private CompletableFuture<AppendAck> doubtful(String... bodies) {
    backlog.startAt(0);
    var ack =
        backlog.add(
            AppendInput.of(
                List.of(bodies).stream().map(body -> AppendRecord.of(Bytes.utf8(body))).toList()));
    backlog.openInbox();
    assertThat(backlog.next(false, false)).isInstanceOf(AppendBacklog.Work.Send.class);
    backlog.rewind(new Recovery.Resend(Duration.ZERO, true, false));
    return ack;
  }

  private static ScriptedServer.Reply read(long from, String... bodies) {
    var records = new java.util.ArrayList<SequencedRecord>();
    for (String body : bodies) {
      records.add(new SequencedRecord(from + records.size(), 7, List.of(), Bytes.utf8(body)));
    }
    return ScriptedServer.protobuf(ReadProto.encode(new ReadBatch(records, Optional.empty())));
  }
}
