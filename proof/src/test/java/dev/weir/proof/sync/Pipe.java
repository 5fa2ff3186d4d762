package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import dev.weir.proof.sync.jdk.Waiters;
import java.util.ArrayDeque;
import java.util.Optional;

/// One direction of a connection: messages arrive in order and late, and few are under way. When it
/// breaks each end learns of it in its own time, or never.
final class Pipe<M> {
  static final long NEVER = Long.MAX_VALUE;
  private static final int WINDOW = 4;

  private final Network network;
  private final Kernel kernel;
  private final Node from;
  private final Node to;
  private final ArrayDeque<M> arrived = new ArrayDeque<>();
  private final Waiters readers = new Waiters();
  private final Waiters writers = new Waiters();
  private int underWay;
  private long lastArrival;
  private boolean broken;
  private boolean writerKnows;
  private boolean readerKnows;
  private Runnable whenWriterKnows = () -> {};

  /// The other end is gone.
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;
  }

  Pipe(Network network, Node from, Node to) {
    this.network = network;
    this.kernel = network.kernel();
    this.from = from;
    this.to = to;
    from.whenKilled(() -> breakOff(NEVER, kernel.chance(800) ? network.delay() : NEVER));
    to.whenKilled(() -> breakOff(network.weather().upTo(5), NEVER));
  }

  /// @param work must not wait
  void whenWriterKnows(Runnable work) {
    whenWriterKnows = work;
  }

  void send(M message) throws InterruptedException, BrokenException {
    writers.await(() -> underWay < WINDOW || writerKnows, NEVER);
    if (writerKnows) {
      throw new BrokenException();
    }
    if (network.weather().breaks()) {
      kernel.note("a connection from " + from.name() + " to " + to.name() + " breaks");
      breakAnyhow();
    }
    underWay++;
    lastArrival = Math.max(lastArrival, kernel.nanos() + network.delay());
    kernel.after(lastArrival - kernel.nanos(), to, () -> arrive(message));
  }

  private void arrive(M message) {
    if (broken) {
      return;
    }
    if (network.isCut(from, to)) {
      breakAnyhow();
      return;
    }
    arrived.add(message);
    readers.wake();
  }

  /// Waits for a message so long.
  Optional<M> receive(long nanos) throws InterruptedException, BrokenException {
    readers.await(() -> !arrived.isEmpty() || readerKnows, nanos);
    M next = arrived.poll();
    if (next != null) {
      underWay--;
      writers.wake();
      return Optional.of(next);
    }
    if (readerKnows) {
      throw new BrokenException();
    }
    return Optional.empty();
  }

  /// Breaks as connections do.
  private void breakAnyhow() {
    breakOff(network.weather().upTo(20), kernel.chance(700) ? network.weather().upTo(3) : NEVER);
  }

  void breakOff(long writerLearns, long readerLearns) {
    broken = true;
    if (writerLearns != NEVER) {
      kernel.after(
          writerLearns,
          from,
          () -> {
            if (!writerKnows) {
              writerKnows = true;
              writers.wake();
              whenWriterKnows.run();
            }
          });
    }
    if (readerLearns != NEVER) {
      kernel.after(
          readerLearns,
          to,
          () -> {
            readerKnows = true;
            readers.wake();
          });
    }
  }
}
