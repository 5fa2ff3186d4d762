package dev.weir.app.place;

import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.WeirException;
import dev.weir.livestore.proxy.CanonicalLog;
import dev.weir.livestore.proxy.LiveStoreProxy;
import dev.weir.livestore.proxy.ProxyConfig;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;

/// A basin of stores that a command works on. Whoever opens it closes it.
public record Place(S2 s2, BasinName basin, StreamNaming naming) implements AutoCloseable {
  /// The basin with the stores' streams.
  public S2Basin streams() {
    return s2.basin(basin);
  }

  /// The stream of a store that exists.
  ///
  /// @throws WeirException if there is none
  public S2Stream store(String storeId) {
    LiveStoreProxy.requireStoreId(storeId);
    return stream("store " + storeId, CanonicalLog.streamOf(storeId, naming));
  }

  /// A stream that exists.
  ///
  /// @throws WeirException if there is none
  public S2Stream stream(StreamName name) {
    return stream("stream " + name, name);
  }

  private S2Stream stream(String what, StreamName name) {
    S2Stream stream = streams().stream(name);
    try {
      var unused = streams().streamConfig(name);
    } catch (RequestRejectedException e) {
      if (e.code().kind() == ErrorCode.Kind.NOT_FOUND) {
        throw new WeirException(
            ExitCode.NOT_FOUND,
            "there is no "
                + what
                + ": basin "
                + basin
                + " has no stream "
                + name
                + ". `weir stores` lists what there is",
            e);
      }
      throw e;
    }
    return stream;
  }

  /// A proxy over the basin, beside whichever others there are.
  public LiveStoreProxy proxy() {
    return LiveStoreProxy.over(s2, basin, ProxyConfig.defaults().withStreamNaming(naming));
  }

  @Override
  public void close() {
    s2.close();
  }
}
