package dev.weir.s2.server;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinInfo;
import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Page;
import dev.weir.s2.Provisioned;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.RequestToken;
import dev.weir.s2.S2;
import dev.weir.s2.S2Basin;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamInfo;
import dev.weir.s2.StreamName;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The plainest store that the API can stand before: maps, and streams that are lists. Time stands
/// still, requests are not deduplicated beyond "same configuration", nothing expires.
final class MapStore implements S2 {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");

  private final NavigableMap<BasinName, Basin> basins = new ConcurrentSkipListMap<>();

  @Override
  public S2Basin basin(BasinName name) {
    return new BasinRef(name);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(BasinName name, BasinConfig config) {
    if (basins.putIfAbsent(name, new Basin(config)) != null) {
      throw new RequestRejectedException(
          ErrorCode.RESOURCE_ALREADY_EXISTS, "basin `" + name + "` already exists");
    }
    return new Provisioned<>(info(name), Outcome.CREATED);
  }

  @Override
  public Provisioned<BasinInfo> createBasin(
      BasinName name, BasinConfig config, RequestToken token) {
    return basins.containsKey(name)
        ? new Provisioned<>(info(name), Outcome.NOOP)
        : createBasin(name, config);
  }

  @Override
  public Provisioned<BasinInfo> ensureBasin(BasinName name, BasinConfig config) {
    var existing = Optional.ofNullable(basins.get(name));
    basins.computeIfAbsent(name, missing -> new Basin(config)).config = config;
    return new Provisioned<>(info(name), existing.isPresent() ? Outcome.UPDATED : Outcome.CREATED);
  }

  @Override
  public BasinConfig basinConfig(BasinName name) {
    return find(name).config;
  }

  @Override
  public Page<BasinInfo> listBasins(ListRequest request) {
    var all =
        basins.keySet().stream()
            .filter(name -> name.value().startsWith(request.prefix()))
            .filter(name -> name.value().compareTo(request.startAfter()) > 0)
            .map(MapStore::info)
            .toList();
    return new Page<>(all.stream().limit(request.limit()).toList(), all.size() > request.limit());
  }

  @Override
  public void deleteBasin(BasinName name) {
    find(name);
    basins.remove(name);
  }

  @Override
  public void close() {}

  ListStream stream(String basin, String stream) {
    return find(new BasinName(basin)).find(new BasinName(basin), new StreamName(stream));
  }

  private Basin find(BasinName name) {
    return Optional.ofNullable(basins.get(name))
        .orElseThrow(() ->
            new RequestRejectedException(
                ErrorCode.BASIN_NOT_FOUND, "basin `" + name + "` not found"));
  }

  private static BasinInfo info(BasinName name) {
    return new BasinInfo(name, NOW, Optional.empty());
  }

  private static StreamInfo info(StreamName name) {
    return new StreamInfo(name, NOW, Optional.empty(), Optional.empty());
  }

  private static final class Basin {
    final NavigableMap<StreamName, ListStream> streams =
        new ConcurrentSkipListMap<>((a, b) -> a.value().compareTo(b.value()));
    volatile BasinConfig config;

    Basin(BasinConfig config) {
      this.config = config;
    }

    ListStream find(BasinName basin, StreamName name) {
      return Optional.ofNullable(streams.get(name))
          .orElseThrow(() ->
              new RequestRejectedException(
                  ErrorCode.STREAM_NOT_FOUND,
                  "stream `" + name + "` in basin `" + basin + "` not found"));
    }
  }

  private final class BasinRef implements S2Basin {
    private final BasinName name;

    BasinRef(BasinName name) {
      this.name = name;
    }

    @Override
    public BasinName name() {
      return name;
    }

    @Override
    public S2Stream stream(StreamName stream) {
      return new LazyStream(stream, () -> find(name).find(name, stream));
    }

    @Override
    public Provisioned<StreamInfo> createStream(StreamName stream, StreamConfig config) {
      var created = new ListStream(stream, resolve(config));
      if (find(name).streams.putIfAbsent(stream, created) != null) {
        throw new RequestRejectedException(
            ErrorCode.RESOURCE_ALREADY_EXISTS,
            "stream `" + stream + "` in basin `" + name + "` already exists");
      }
      return new Provisioned<>(info(stream), Outcome.CREATED);
    }

    @Override
    public Provisioned<StreamInfo> createStream(
        StreamName stream, StreamConfig config, RequestToken token) {
      return find(name).streams.containsKey(stream)
          ? new Provisioned<>(info(stream), Outcome.NOOP)
          : createStream(stream, config);
    }

    @Override
    public Provisioned<StreamInfo> ensureStream(StreamName stream, StreamConfig config) {
      return find(name).streams.containsKey(stream)
          ? new Provisioned<>(info(stream), Outcome.NOOP)
          : createStream(stream, config);
    }

    @Override
    public StreamConfig streamConfig(StreamName stream) {
      return find(name).find(name, stream).config();
    }

    @Override
    public Page<StreamInfo> listStreams(ListRequest request) {
      var all =
          find(name).streams.keySet().stream()
              .filter(stream -> stream.value().startsWith(request.prefix()))
              .filter(stream -> stream.value().compareTo(request.startAfter()) > 0)
              .map(MapStore::info)
              .toList();
      return new Page<>(all.stream().limit(request.limit()).toList(), all.size() > request.limit());
    }

    @Override
    public void deleteStream(StreamName stream) {
      find(name).find(name, stream);
      find(name).streams.remove(stream);
    }

    private StreamConfig resolve(StreamConfig config) {
      return config.resolve(find(name).config.defaultStreamConfig());
    }
  }
}
