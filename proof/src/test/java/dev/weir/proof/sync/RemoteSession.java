package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Node;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.ReadSession;
import dev.weir.s2.S2;
import dev.weir.s2.S2Exception;
import dev.weir.s2.S2Stream;
import java.util.Optional;
import java.util.function.Function;

/// A read session whose messages come over the network. Silence is taken for a broken line, as S2's
/// clients do.
final class RemoteSession implements ReadSession {
  private static final long SILENCE = 20_000_000_000L;

  private final Network network;
  private final Pipe<Part> pipe;
  private boolean over;

  private sealed interface Part {
    record Message(ReadMessage message) implements Part {}

    record Failed(S2Exception why) implements Part {}
  }

  private RemoteSession(Network network, Pipe<Part> pipe) {
    this.network = network;
    this.pipe = pipe;
  }

  static ReadSession open(Calls calls, Function<S2, S2Stream> there, ReadRequest request) {
    Network network = calls.network();
    Node reader = network.kernel().current();
    return calls.call(
        "read",
        store -> {
          Node here = network.kernel().current();
          ReadSession session = there.apply(store).openRead(request);
          var pipe = new Pipe<Part>(network, here, reader);
          pipe.whenWriterKnows(() -> here.start("end of a read", session::close));
          here.start("read session", () -> pump(session, pipe));
          return new RemoteSession(network, pipe);
        },
        RemoteSession::close);
  }

  private static void pump(ReadSession session, Pipe<Part> pipe) {
    try (session) {
      ReadMessage message;
      do {
        message = session.next();
        pipe.send(new Part.Message(message));
      } while (!(message instanceof ReadMessage.End));
    } catch (S2Exception e) {
      fail(pipe, e);
    } catch (InterruptedException | Pipe.BrokenException e) {
      // Nobody reads any more.
    }
  }

  private static void fail(Pipe<Part> pipe, S2Exception why) {
    try {
      pipe.send(new Part.Failed(why));
    } catch (InterruptedException | Pipe.BrokenException e) {
      // Nobody reads any more.
    }
  }

  @Override
  public ReadMessage next() {
    if (over) {
      return new ReadMessage.End();
    }
    try {
      Optional<Part> part = pipe.receive(SILENCE);
      if (part.isEmpty()) {
        throw Calls.cut();
      }
      return switch (part.get()) {
        case Part.Message(ReadMessage.End end) -> {
          over = true;
          yield end;
        }
        case Part.Message(ReadMessage message) -> message;
        case Part.Failed(S2Exception why) -> throw why;
      };
    } catch (Pipe.BrokenException e) {
      if (over) {
        return new ReadMessage.End();
      }
      throw Calls.cut();
    } catch (InterruptedException e) {
      throw new InterruptedCallException("a read", e);
    }
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      pipe.breakOff(network.delay(), 0);
    }
  }
}
