package dev.weir.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the report consists of, in this order. Each is a program.
enum Part {
  PROXIES("proxy.SideBySide", 4, "the original's documented proxy on Node"),
  CROWDS("proxy.Scale", 8, "many clients and long stores, beside the original's proxy"),
  S2("s2.S2SideBySide", 9, "the S2 API beside `s2 lite`"),
  SDK("s2.SdkSideBySide", 14, "the SDK beside S2's TypeScript and Rust SDKs"),
  REPLICA("replica.ReplicaBench", 5, "a replica beside the npm client"),
  SCALE_CLIENTS("series.ClientSeries", 4, "1 to 10,000 clients"),
  SCALE_STORES("series.StoreSeries", 4, "1 to 100,000 stores"),
  SCALE_EVENTS("series.EventSeries", 6, "10^3 to 10^7 events in a store"),
  SCALE_PROXIES("series.ProxySeries", 2, "1 to 3 proxies on one S2"),
  PROFILES("profile.Profiles", 4, "flame graphs of the hot paths");

  private static final int QUICK_SPEEDUP = 5;

  private final String program;
  private final int minutes;
  private final String what;

  Part(String program, int minutes, String what) {
    this.program = "dev.weir.bench." + program;
    this.minutes = minutes;
    this.what = what;
  }

  String program() {
    return program;
  }

  String what() {
    return what;
  }

  /// As it is named on the command line and in file names.
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// About how long it takes, in seconds, on two processors.
  long seconds(boolean quick) {
    return minutes * 60L / (quick ? QUICK_SPEEDUP : 1);
  }

  static Optional<Part> of(String id) {
    return Arrays.stream(values()).filter(part -> part.id().equals(id)).findFirst();
  }
}
