package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// The body of a request that may go on for ever, handed from the event loop to one thread that may
/// block, as many chunks at once as there are.
///
/// No more than [#WINDOW] chunks are asked for before they are done with, each of 16 KiB at most.
/// What else the client sends fills its stream's window of HTTP/2, or its connection of HTTP/1.1: a
/// thread that takes nothing makes this client wait, and nobody else.
final class BodyChunks implements Subscriber<HttpObject> {
  /// What a thread takes.
  sealed interface Event {
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is
    record Chunk(byte[] bytes) implements Event {}

    /// The client has sent all it wanted to.
    record End() implements Event {}

    /// The client went away in the midst.
    record Lost() implements Event {}

    /// The server wants no more.
    record Stopped() implements Event {}
  }

  static final int WINDOW = 32;

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

  private BodyChunks() {}

  static BodyChunks of(HttpRequest request) {
    var chunks = new BodyChunks();
    request.subscribe(chunks);
    return chunks;
  }

  /// Waits until there is something, and puts all there is into `taken` instead of what it held.
  void take(List<Event> taken) throws InterruptedException {
    taken.clear();
    taken.add(events.take());
    events.drainTo(taken);
  }

  /// Lets the client send as many more.
  void done(int chunks) {
    if (chunks > 0) {
      subscription.join().request(chunks); // it was there before the first chunk
    }
  }

  /// Makes the thread that takes look up.
  void stop() {
    events.add(new Event.Stopped());
  }

  /// Tells the thread that takes that its client is gone.
  void lose() {
    events.add(new Event.Lost());
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription.complete(subscription);
    subscription.request(WINDOW);
  }

  @Override
  public void onNext(HttpObject part) {
    if (part instanceof HttpData data) {
      events.add(new Event.Chunk(data.array()));
    }
  }

  @Override
  public void onError(Throwable cause) {
    lose();
  }

  @Override
  public void onComplete() {
    events.add(new Event.End());
  }
}
