package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.proof.sync.jdk.Node;
import dev.weir.proof.sync.jdk.Waiters;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import dev.weir.s2.TransportException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Calls of S2 from another process, each of which the weather may spoil.
final class Calls {
  private static final long TIMEOUT = 15_000_000_000L;

  private final Network network;
  private final Kernel kernel;
  private final Node caller;
  private final StoreServer server;

  Calls(Network network, Node caller, StoreServer server) {
    this.network = network;
    this.kernel = network.kernel();
    this.caller = caller;
    this.server = server;
  }

  Network network() {
    return network;
  }

  private static final class Reply<T> {
    private final Waiters waiters = new Waiters();
    private Optional<Result<T>> result = Optional.empty();

    void give(Result<T> given) {
      if (result.isEmpty()) {
        result = Optional.of(given);
        waiters.wake();
      }
    }
  }

  /// What a call gave or how it failed.
  private record Result<T>(Optional<T> value, Optional<RuntimeException> failure) {
    static <T> Result<T> of(T value) {
      return new Result<>(Optional.of(value), Optional.empty());
    }

    static <T> Result<T> failed(RuntimeException why) {
      return new Result<>(Optional.empty(), Optional.of(why));
    }
  }

  static TransportException cut() {
    return new TransportException("the line was cut", true, null);
  }

  /// Does it there, and waits for what comes of it.
  ///
  /// @param unheard takes back what nobody was told of
  <T> T call(String what, Function<S2, T> work, Consumer<T> unheard) {
    var reply = new Reply<T>();
    switch (network.weather().fate()) {
      case ARRIVES -> deliver(what, work, unheard, network.delay(), reply, true);
      case TWICE -> {
        deliver(what, work, unheard, network.delay(), reply, true);
        deliver(what, work, unheard, network.delay() + network.weather().upTo(10), reply, true);
      }
      case LOST -> cutLater(reply, network.weather().upTo(3));
      case ANSWER_LOST -> {
        deliver(what, work, unheard, network.delay(), reply, false);
        cutLater(reply, network.weather().upTo(3));
      }
      case LATE -> {
        long cutAfter = network.weather().upTo(2);
        cutLater(reply, cutAfter);
        deliver(what, work, unheard, cutAfter + network.weather().upTo(20), reply, false);
      }
      case REFUSED -> {
        var refusal = new RequestRejectedException(ErrorCode.UNAVAILABLE, "not now");
        kernel.after(network.delay(), caller, () -> reply.give(Result.failed(refusal)));
      }
    }
    try {
      reply.waiters.await(() -> reply.result.isPresent(), TIMEOUT);
    } catch (InterruptedException e) {
      throw new InterruptedCallException(what, e);
    }
    Result<T> result = reply.result.orElseGet(() -> Result.failed(cut()));
    if (result.failure().isPresent()) {
      throw result.failure().get();
    }
    return result.value().orElseThrow();
  }

  private void cutLater(Reply<?> reply, long nanos) {
    kernel.after(nanos, caller, () -> reply.give(Result.failed(cut())));
  }

  private <T> void deliver(
      String what,
      Function<S2, T> work,
      Consumer<T> unheard,
      long delay,
      Reply<T> reply,
      boolean told) {
    kernel.after(
        delay,
        kernel.outside(),
        () -> {
          Node there = server.node();
          if (!there.isAlive() || !server.isUp() || network.isCut(caller, there)) {
            cutLater(reply, network.delay());
            return;
          }
          S2 open = server.store();
          Runnable lives = there.whenKilled(() -> cutLater(reply, network.delay()));
          there.start(
              what,
              () -> {
                Result<T> result = run(open, work);
                lives.run();
                answer(there, result, reply, unheard, told);
              });
        });
  }

  private static <T> Result<T> run(S2 store, Function<S2, T> work) {
    try {
      return Result.of(work.apply(store));
    } catch (S2Exception e) {
      return Result.failed(e);
    } catch (IllegalStateException e) { // it is being closed
      return Result.failed(new RequestRejectedException(ErrorCode.UNAVAILABLE, "closing"));
    }
  }

  private <T> void answer(
      Node there, Result<T> result, Reply<T> reply, Consumer<T> unheard, boolean told) {
    kernel.after(
        network.delay(),
        kernel.outside(),
        () -> {
          boolean arrives = told && caller.isAlive() && !network.isCut(caller, there);
          if (arrives && reply.result.isEmpty()) {
            reply.give(result);
            return;
          }
          result.value().ifPresent(unheard);
          if (told) {
            cutLater(reply, network.delay());
          }
        });
  }
}
