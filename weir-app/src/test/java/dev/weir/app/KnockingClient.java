package dev.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Asks for `/health` again and again from several threads, each time on a new connection, and
/// keeps what went wrong: it repeats nothing, so every refused or reset connection is seen.
final class KnockingClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final Semaphore progress = new Semaphore(0);
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Thread> threads;
  private volatile boolean ending;

  private KnockingClient(URI base, int count) {
    threads =
        IntStream.range(0, count)
            .mapToObj(i -> Thread.ofPlatform().name("knock-" + i).unstarted(() -> knockOn(base)))
            .toList();
  }

  static KnockingClient start(URI base, int count) {
    var client = new KnockingClient(base, count);
    client.threads.forEach(Thread::start);
    return client;
  }

  private void knockOn(URI base) {
    while (!ending) {
      long begun = System.nanoTime();
      try {
        knock(base);
        answers.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      }
      progress.release();
      longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
    }
  }

  private static void knock(URI base) throws IOException {
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".getBytes(UTF_8));
      var answer = readAnswer(new BufferedInputStream(socket.getInputStream()));
      if (!answer.startsWith("HTTP/1.1 200") || !answer.endsWith("\r\nOK")) {
        throw new IOException("answered " + answer);
      }
    }
  }

  /// Not up to the end of the connection, which is the client's to close.
  private static String readAnswer(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(UTF_8).endsWith("\r\nOK")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
    }
    return bytes.toString(UTF_8);
  }

  long answers() {
    return answers.get();
  }

  /// Blocks until there were `count` more answers, or failures.
  void awaitAnswers(int count) throws InterruptedException {
    progress.drainPermits();
    progress.acquire(count);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  long longestMillis() {
    return longestNanos.get() / 1_000_000;
  }

  @Override
  public void close() {
    ending = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
