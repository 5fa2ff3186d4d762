package dev.weir.s2.copy;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.util.List;
import java.util.function.Consumer;

/// Copies the streams of a basin, all of them or those that are named, each as [StreamCopy] does.
/// Streams of the target that the source does not have are left alone. Access tokens are not part
/// of a basin.
///
/// A basin that the target lacks is made, with the configuration of the source. One that is there
/// keeps its own.
public final class BasinCopy {
  private final S2 source;
  private final BasinName from;
  private final S2 target;
  private final BasinName to;
  private final List<StreamName> names;

  private BasinCopy(S2 source, BasinName from, S2 target, BasinName to, List<StreamName> names) {
    this.source = source;
    this.from = from;
    this.target = target;
    this.to = to;
    this.names = List.copyOf(names);
  }

  /// A copy of the basin `from` of `source` as the basin `to` of `target`.
  public static BasinCopy of(S2 source, BasinName from, S2 target, BasinName to) {
    return new BasinCopy(source, from, target, to, List.of());
  }

  /// The same of these streams alone; of all, if there are none.
  public BasinCopy withStreams(List<StreamName> names) {
    return new BasinCopy(source, from, target, to, names);
  }

  /// Makes the basin where it is missing, then hands over the copy of one stream after the other,
  /// which is to be run. Done again, it goes on.
  ///
  /// @throws RequestRejectedException if there is no such basin, or no such stream; those before it
  ///   are handed over
  public void forEach(Consumer<StreamCopy> each) {
    S2Basin streams = source.basin(from);
    List<StreamName> copied =
        names.isEmpty() ? streams.streams().stream().map(StreamInfo::name).toList() : names;
    makeBasin();
    for (StreamName name : copied) {
      each.accept(StreamCopy.of(streams, name, target.basin(to), name));
    }
  }

  private void makeBasin() {
    try {
      var unused = target.createBasin(to, source.basinConfig(from));
    } catch (RequestRejectedException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
    }
  }
}
