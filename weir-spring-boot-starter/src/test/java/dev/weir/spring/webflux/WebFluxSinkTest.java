package dev.weir.spring.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// A sink in front of a connection of which the test says when it takes something.
@NullMarked
@Timeout(60)
class WebFluxSinkTest {
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private final BlockingQueue<Sinks.Empty<Void>> waiting = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private interface Sending {
    void to(WebFluxSink sink) throws InterruptedException;
  }

  private FutureTask<String> send(Sending sending) {
    var task =
        new FutureTask<>(() -> {
          var sink =
              new WebFluxSink(DefaultDataBufferFactory.sharedInstance, Thread.currentThread());
          connect(sink);
          sending.to(sink);
          return "sent";
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  /// As servers do it: ahead in what they ask for, one group after the other in what they write.
  private void connect(WebFluxSink sink) {
    var unused =
        sink.groups()
            .concatMap(group -> Flux.from(group).concatMap(this::write), 32)
            .doOnComplete(ended::countDown)
            .subscribe();
  }

  private Mono<Void> write(DataBuffer buffer) {
    Sinks.Empty<Void> taken = Sinks.empty();
    written.add(buffer.toString(StandardCharsets.UTF_8));
    waiting.add(taken);
    return taken.asMono();
  }

  private void take(String expected) throws InterruptedException {
    assertThat(written.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    Sinks.Empty<Void> taken = waiting.poll(30, TimeUnit.SECONDS);
    assertThat(taken).isNotNull();
    assertThat(taken.tryEmitEmpty().isSuccess()).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void send_returnsWhenTheConnectionHasTakenIt() throws Exception {
    var sending =
        send(sink -> {
          sink.send(bytes("one"));
          sink.send(bytes("two"));
        });
    take("one");
    take("two");
    assertThat(sending.get(30, TimeUnit.SECONDS)).isEqualTo("sent");
    assertThat(written).isEmpty();
  }

  @Test
  void slowConnection_isNotSentTheNextBeforeItTookTheFirst() throws Exception {
    var sending =
        send(sink -> {
          sink.send(bytes("one"));
          written.add("the first send returned");
        });
    assertThat(written.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
    assertThat(sending.isDone()).isFalse();
    assertThat(written).isEmpty();
    assertThat(waiting.take().tryEmitEmpty().isSuccess()).isTrue();
    assertThat(written.poll(30, TimeUnit.SECONDS)).isEqualTo("the first send returned");
  }

  @Test
  void sendLast_sendsTheEndWithThePagesLastPiece_andEndsTheAnswer() throws Exception {
    var sending = send(sink -> sink.sendLast(List.of(bytes("a"), bytes("b")), bytes("end")));
    take("a");
    take("bend");
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(sending.get(30, TimeUnit.SECONDS)).isEqualTo("sent");
  }
}
