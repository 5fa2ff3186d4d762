package dev.weir.s2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LifetimeTest extends ClientTest {
  @Test
  void close_endsReadsCallsAndConnections() throws Exception {
    var before = nonDaemonThreads();
    var arrived = new CountDownLatch(2);
    var gone = new CountDownLatch(2);
    ScriptedServer.Reply hang =
        (request, socket) -> {
          arrived.countDown();
          ScriptedServer.silence().to(request, socket);
          gone.countDown();
        };
    server
        .then((request, socket) -> {
          ScriptedServer.writeEvents(socket, ping(0));
          hang.to(request, socket);
        })
        .then(hang);
    var session = stream().openRead(ReadRequest.fromSeqNum(0));
    session.next();
    var call = CompletableFuture.runAsync(() -> stream().checkTail());
    var waiting = CompletableFuture.supplyAsync(session::next);
    arrived.await();
    s2.close();
    assertThat(waiting.get(2, TimeUnit.SECONDS)).isEqualTo(new ReadMessage.End());
    assertThatThrownBy(() -> call.get(2, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(gone.await(2, TimeUnit.SECONDS)).isTrue();
    assertThat(nonDaemonThreads()).isEqualTo(before);
  }

  @Test
  void close_dropsIdleConnections() throws Exception {
    var gone = new CountDownLatch(1);
    server.then((request, socket) -> {
      ScriptedServer.json(200, "{\"tail\":{\"seq_num\":3,\"timestamp\":4}}").to(request, socket);
      ScriptedServer.silence().to(request, socket);
      gone.countDown();
    });
    stream().checkTail();
    s2.close();
    assertThat(gone.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void call_afterClose_saysWhatWasClosed() {
    s2.close();
    s2.close();
    assertThatThrownBy(() -> stream().checkTail())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(server.endpoint());
    assertThatThrownBy(() -> stream().openRead(ReadRequest.fromSeqNum(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Set<Thread> nonDaemonThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread.isAlive())
        .collect(Collectors.toSet());
  }
}
