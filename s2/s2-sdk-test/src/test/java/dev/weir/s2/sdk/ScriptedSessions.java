package dev.weir.s2.sdk;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.weir.s2.AppendInput;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.Frame;
import dev.weir.s2.wire.FrameCompression;
import dev.weir.s2.wire.FrameDecoder;
import dev.weir.s2.wire.FrameException;
import dev.weir.s2.wire.Frames;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// A server of S2's sessions that does in each what the test scripted for it, also what no real one
/// would.
final class ScriptedSessions implements AutoCloseable {
  /// What one session does.
  interface Script {
    /// Refuses the session.
    default Optional<ErrorJson.Response> refusal() {
      return Optional.empty();
    }

    /// The session has begun.
    default void begun(String query, Answer answer) {}

    /// The `n`th batch has come, from 0.
    default void input(int n, AppendInput input, Answer answer) {}

    /// The client says that no more batches come.
    default void finished(Answer answer) {
      answer.end();
    }
  }

  /// The server's side of a session.
  record Answer(HttpResponseWriter writer) {
    void frame(Frame frame) {
      var unused = writer.tryWrite(HttpData.wrap(Frames.encode(frame, FrameCompression.NONE)));
    }

    void end() {
      writer.close();
    }
  }

  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final List<SocketAddress> connections = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile Optional<Script> otherwise = Optional.empty();

  ScriptedSessions(Script... scripts) {
    this(builder -> builder.http(0), scripts);
  }

  /// @param configured how it listens
  ScriptedSessions(UnaryOperator<ServerBuilder> configured, Script... scripts) {
    this.scripts.addAll(List.of(scripts));
    var builder = Server.builder().requestTimeoutMillis(0).serviceUnder("/", this::serve);
    server = configured.apply(builder).build();
    server.start().join();
  }

  /// What sessions do for which there is no other script.
  ScriptedSessions otherwise(Script script) {
    otherwise = Optional.of(script);
    return this;
  }

  int port() {
    return server.activeLocalPort();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /// Over which connection each session came.
  List<SocketAddress> connections() {
    return connections;
  }

  @Override
  public void close() {
    server.stop().join();
  }

  private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    connections.add(context.remoteAddress());
    var script = Optional.ofNullable(scripts.poll()).or(() -> otherwise).orElseThrow();
    return script
        .refusal()
        .map(ScriptedSessions::refused)
        .orElseGet(() -> begin(script, context, request));
  }

  private static HttpResponse refused(ErrorJson.Response refusal) {
    return HttpResponse.of(
        HttpStatus.valueOf(refusal.status()), MediaType.JSON, HttpData.wrap(refusal.body()));
  }

  private static HttpResponse begin(
      Script script, ServiceRequestContext context, HttpRequest request) {
    var writer = HttpResponse.streaming();
    writer.write(ResponseHeaders.builder(200).add("content-type", "s2s/proto").build());
    var answer = new Answer(writer);
    script.begun(String.valueOf(context.query()), answer);
    if (request.method() == HttpMethod.POST) {
      request.subscribe(new Inputs(script, answer));
    } else {
      request.abort();
    }
    return writer;
  }

  private static final class Inputs implements Subscriber<HttpObject> {
    private final Script script;
    private final Answer answer;
    private final FrameDecoder decoder = new FrameDecoder();
    private int count;

    Inputs(Script script, Answer answer) {
      this.script = script;
      this.answer = answer;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
      if (object instanceof HttpData data) {
        decoder.feed(data.array());
        try {
          for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
            if (frame.get() instanceof Frame.Message message) {
              script.input(count++, AppendProto.decode(message.body()), answer);
            }
          }
        } catch (FrameException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void onError(Throwable e) {
      answer.writer().close(e);
    }

    @Override
    public void onComplete() {
      script.finished(answer);
    }
  }
}
