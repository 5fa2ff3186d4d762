package dev.weir.app.store;

import dev.weir.app.place.Place;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamName;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which store a command reads.
final class StoreParameter {
  @Parameters(paramLabel = "STORE", description = "The store's id")
  private String store = "";

  @Option(
      names = "--stream",
      description = "STORE is the name of a stream, as `weir stores` shows it")
  private boolean isStream;

  S2Stream in(Place place) {
    return isStream ? place.stream(new StreamName(store)) : place.store(store);
  }

  String name() {
    return store;
  }
}
