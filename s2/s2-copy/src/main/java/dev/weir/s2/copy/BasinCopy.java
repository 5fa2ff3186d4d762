package dev.weir.s2.copy;

import dev.weir.s2.BasinName;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Copies a whole basin: its configuration, and every stream as [StreamCopy] does. Streams of the
/// target that the source does not have are left alone. Access tokens are not part of a basin.
public final class BasinCopy {
  private final S2 source;
  private final BasinName from;
  private final S2 target;
  private final BasinName to;

  private BasinCopy(S2 source, BasinName from, S2 target, BasinName to) {
    this.source = source;
    this.from = from;
    this.target = target;
    this.to = to;
  }

  /// A copy of the basin `from` of `source` as the basin `to` of `target`.
  public static BasinCopy of(S2 source, BasinName from, S2 target, BasinName to) {
    return new BasinCopy(source, from, target, to);
  }

  /// Copies one stream after the other. Run again, it goes on.
  ///
  /// @param listeners who is told how far the copy of a stream is
  /// @param done told of each copy
  /// @throws CopyRefusedException if a stream cannot be copied; those before it are
  public void run(
      Function<StreamName, CopyListener> listeners, BiConsumer<StreamName, CopyReport> done) {
    var unused = target.ensureBasin(to, source.basinConfig(from));
    S2Basin streams = source.basin(from);
    S2Basin copies = target.basin(to);
    for (StreamInfo stream : streams.streams()) {
      var name = stream.name();
      var copy = StreamCopy.of(streams, name, copies, name).withListener(listeners.apply(name));
      done.accept(name, copy.run());
    }
  }
}
