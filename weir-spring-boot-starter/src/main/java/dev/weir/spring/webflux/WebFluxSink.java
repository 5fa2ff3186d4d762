package dev.weir.spring.webflux;

import dev.weir.livestore.proxy.PullSink;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// A pull's answer on its way out of Spring WebFlux.
///
/// A server asks for buffers ahead of what its connection takes, so its demand says nothing about a
/// slow client. But it writes groups one after the other: an empty one behind each buffer is asked
/// for when the connection has taken that buffer.
final class WebFluxSink implements PullSink {
  /// A client that takes nothing for so long is gone, or as good as gone.
  private static final long STALLED_SECONDS = 120;

  private final DataBufferFactory buffers;
  private final Sinks.Many<Publisher<DataBuffer>> groups =
      Sinks.many().unicast().onBackpressureBuffer();
  private final Thread pull;

  /// @param pull interrupted once the client has gone
  WebFluxSink(DataBufferFactory buffers, Thread pull) {
    this.buffers = buffers;
    this.pull = pull;
  }

  /// What is to be written, each group flushed.
  Flux<Publisher<DataBuffer>> groups() {
    return groups.asFlux().doOnCancel(pull::interrupt);
  }

  @Override
  public void send(byte[] bytes) throws InterruptedException {
    await(write(bytes));
  }

  @Override
  public void send(List<byte[]> pieces) throws InterruptedException {
    for (byte[] piece : pieces) {
      send(piece);
    }
  }

  @Override
  public void sendLast(List<byte[]> page, byte[] end) throws InterruptedException {
    send(page.subList(0, page.size() - 1));
    var taken = write(page.getLast(), end);
    end();
    await(taken);
  }

  /// Ends the answer, unless that was done.
  void end() {
    var unused = groups.tryEmitComplete();
  }

  /// Has the connection broken off.
  void breakOff() {
    var unused = groups.tryEmitError(new BrokenOffException());
  }

  private CompletableFuture<Void> write(byte[]... parts) throws InterruptedException {
    var taken = new CompletableFuture<Void>();
    emit(Mono.fromSupplier(() -> buffers.join(Arrays.stream(parts).map(buffers::wrap).toList())));
    emit(
        Mono.<DataBuffer>fromRunnable(() -> {
          var unused = taken.complete(null);
        }));
    return taken;
  }

  private void emit(Publisher<DataBuffer> group) throws InterruptedException {
    if (groups.tryEmitNext(group).isFailure()) {
      throw gone();
    }
  }

  private static void await(CompletableFuture<Void> taken) throws InterruptedException {
    try {
      taken.get(STALLED_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InterruptedException("the client does not read");
    } catch (ExecutionException e) {
      throw gone();
    }
  }

  private static InterruptedException gone() {
    return new InterruptedException("the client has gone");
  }
}
