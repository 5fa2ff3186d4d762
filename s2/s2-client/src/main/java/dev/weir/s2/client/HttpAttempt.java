package dev.weir.s2.client;

import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/// One attempt at one request. It runs on a thread of its own, so that whoever waits for it can be
/// interrupted, and can give up.
final class HttpAttempt implements Runnable {
  private final Call call;
  private final SentSignal signal;
  private final Connections.Generation generation;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private volatile boolean writing;

  // The waiting thread's own.
  private boolean abandoned;
  private boolean overdue;

  HttpAttempt(Call call, SentSignal signal, Connections.Generation generation) {
    this.call = call;
    this.signal = signal;
    this.generation = generation;
  }

  /// Which connections it takes.
  Connections.Generation generation() {
    return generation;
  }

  /// Whether its connection speaks HTTP/1.1.
  boolean isHttp1() {
    return signal.isHttp1();
  }

  @Override
  public void run() {
    try {
      answer.complete(Answer.of(call.execute()));
    } catch (Throwable e) { // whatever it is, somebody waits for it
      answer.completeExceptionally(e);
    }
  }

  /// Waits for the answer, or in a session for its head.
  ///
  /// @throws TransportException if none came
  Answer await(Duration timeout) {
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      abandon();
      throw new InterruptedCallException(what(), e);
    } catch (TimeoutException e) {
      overdue = true;
      abandon();
      throw failed("no answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  /// Ends the attempt, or the reading of what it answered. From any thread.
  void cancel() {
    call.cancel();
  }

  /// Whether whoever waited for its answer gave up.
  boolean isAbandoned() {
    return abandoned;
  }

  /// Whether that was since it did not come in time.
  boolean isOverdue() {
    return overdue;
  }

  /// Writes what comes after the request, in a session.
  void write(Write what) throws IOException {
    writing = true;
    try {
      what.run();
    } finally {
      writing = false;
    }
  }

  /// Writes to the connection, and so may wait for the peer.
  interface Write {
    void run() throws IOException;
  }

  /// Closes the connection if somebody is still in the midst of this attempt, which was cancelled a
  /// moment ago. On HTTP/2 to cancel does not touch the socket: whoever waits in a write to it,
  /// since the peer does not read, would wait on, and hold up all others.
  void severIfBusy() {
    var connection = signal.connection();
    if (connection != null && (writing || !answer.isDone())) {
      generation.sockets().sever(connection.socket());
    }
  }

  /// An exception that says how this attempt failed.
  TransportException failed(String how, Throwable cause) {
    String sent = signal.isSent() ? "; whether S2 acted is unknown" : "; nothing was sent";
    return new TransportException(what() + ": " + how + sent, signal.isSent(), cause);
  }

  /// An answer that comes all the same must not keep its connection.
  private void abandon() {
    abandoned = true;
    call.cancel();
    var unused = answer.thenAccept(Answer::discard);
  }

  private RuntimeException failed(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> failed(String.valueOf(e.getMessage()), e);
      case S2Exception e -> e;
      case null, default -> new IllegalStateException(what() + " failed unexpectedly", cause);
    };
  }

  /// The query says nothing that would help, and may be long.
  private String what() {
    Request request = call.request();
    return request.method() + " " + request.url().newBuilder().query(null).build();
  }
}
