package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An [Error] on a thread of ours reaches whoever waits for that thread.
@Timeout(60)
class ErrorsReachWaitersTest {
  private final Error error = new NoClassDefFoundError("gone");

  @Test
  void producer_whoseSessionThrowsAnError_failsWhatWasSubmitted() {
    var producer = Producer.over(new FailingSession());
    var ack = producer.submit(AppendRecord.of("a"));
    assertThatThrownBy(() -> ack.get(30, TimeUnit.SECONDS)).hasRootCause(error);
    assertThatThrownBy(producer::flush).hasRootCause(error);
    assertThatThrownBy(() -> producer.submit(AppendRecord.of("b"))).hasRootCause(error);
    assertThatThrownBy(producer::close).hasRootCause(error);
  }

  @Test
  void publisher_whoseReadThrowsAnError_tellsItsSubscriber() throws Exception {
    var told = new CompletableFuture<Throwable>();
    RecordPublisher.of(
            () -> {
              throw error;
            })
        .subscribe(new Asking(told));
    assertThat(told.get(30, TimeUnit.SECONDS)).isSameAs(error);
  }

  private final class FailingSession implements AppendSession {
    @Override
    public CompletableFuture<AppendAck> submit(AppendInput input) {
      throw error;
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }

  private record Asking(CompletableFuture<Throwable> told)
      implements Flow.Subscriber<SequencedRecord> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(SequencedRecord record) {
      told.completeExceptionally(new AssertionError("a record"));
    }

    @Override
    public void onError(Throwable e) {
      told.complete(e);
    }

    @Override
    public void onComplete() {
      told.completeExceptionally(new AssertionError("an end"));
    }
  }
}
