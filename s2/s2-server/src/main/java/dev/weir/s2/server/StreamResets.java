package dev.weir.s2.server;

import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/// Keeps a client's reset of one stream from ending its whole connection.
///
/// What waits for room in a stream's window fails with Netty's own exception when the stream is
/// reset. Armeria takes that for a broken connection and closes it, with all its other streams; of
/// a write that fails with a [ClosedStreamException] it thinks nothing. So that is what the write
/// fails with here: every session that a client cancels before it has read all that was sent is
/// such a reset.
public final class StreamResets {
  private StreamResets() {}

  /// Makes the server that `builder` builds behave so, whatever it serves.
  public static void contain(ServerBuilder builder) {
    builder.decorator((service, ctx, request) -> {
      contain(ctx);
      return service.serve(ctx, request);
    });
  }

  /// Runs on the event loop of the connection, as the flow controller does.
  private static void contain(ServiceRequestContext ctx) {
    if (!ctx.sessionProtocol().isMultiplex()) {
      return;
    }
    var channel = ctx.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    var handler = channel == null ? null : channel.pipeline().get(Http2ConnectionHandler.class);
    if (handler != null) {
      var remote = handler.connection().remote();
      if (!(remote.flowController() instanceof Contained)) {
        remote.flowController(new Contained(remote.flowController()));
      }
    }
  }

  /// A flow controller that does as the one it stands for.
  private record Contained(Http2RemoteFlowController controller)
      implements Http2RemoteFlowController {
    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled payload) {
      controller.addFlowControlled(stream, new Payload(payload));
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
      return controller.channelHandlerContext();
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext ctx) throws Http2Exception {
      controller.channelHandlerContext(ctx);
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
      return controller.hasFlowControlled(stream);
    }

    @Override
    public void writePendingBytes() throws Http2Exception {
      controller.writePendingBytes();
    }

    @Override
    public void listener(Listener listener) {
      controller.listener(listener);
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
      return controller.isWritable(stream);
    }

    @Override
    public void channelWritabilityChanged() throws Http2Exception {
      controller.channelWritabilityChanged();
    }

    @Override
    public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {
      controller.updateDependencyTree(child, parent, weight, exclusive);
    }

    @Override
    public void initialWindowSize(int bytes) throws Http2Exception {
      controller.initialWindowSize(bytes);
    }

    @Override
    public int initialWindowSize() {
      return controller.initialWindowSize();
    }

    @Override
    public int windowSize(Http2Stream stream) {
      return controller.windowSize(stream);
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
      controller.incrementWindowSize(stream, delta);
    }
  }

  /// Something that waits to be written.
  private record Payload(Http2RemoteFlowController.FlowControlled payload)
      implements Http2RemoteFlowController.FlowControlled {
    @Override
    public void error(ChannelHandlerContext ctx, Throwable cause) {
      // Netty finds its own exception among the causes.
      boolean ofStream = cause instanceof Http2Exception e && Http2Exception.isStreamError(e);
      payload.error(
          ctx,
          ofStream ? new ClosedStreamException(String.valueOf(cause.getMessage()), cause) : cause);
    }

    @Override
    public int size() {
      return payload.size();
    }

    @Override
    public void writeComplete() {
      payload.writeComplete();
    }

    @Override
    public void write(ChannelHandlerContext ctx, int allowedBytes) {
      payload.write(ctx, allowedBytes);
    }

    @Override
    public boolean merge(ChannelHandlerContext ctx, Http2RemoteFlowController.FlowControlled next) {
      return payload.merge(ctx, next instanceof Payload(var wrapped) ? wrapped : next);
    }
  }
}
