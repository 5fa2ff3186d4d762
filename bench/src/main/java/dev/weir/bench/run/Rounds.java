package dev.weir.bench.run;

import java.time.Duration;
import picocli.CommandLine.Option;

/// The options that say how often and how long each figure is measured.
public final class Rounds {
  static final class To999 extends Range {
    To999() {
      super(1, 999);
    }
  }

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = To999.class,
      description =
          "Rounds per figure and server; the report shows median, lowest and highest. Default:"
              + " ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = To999.class,
      description = "The length of a round. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--quick",
      description =
          "One round of a second each, whatever else is given, to see that it works; the figures"
              + " mean little")
  private boolean quick;

  /// @param count unless another one is given
  /// @param seconds unless others are given
  public Rounds(int count, int seconds) {
    this.count = count;
    this.seconds = seconds;
  }

  public boolean isQuick() {
    return quick;
  }

  public int count() {
    return quick ? 1 : count;
  }

  /// Of one round.
  public Duration time() {
    return Duration.ofSeconds(quick ? 1 : seconds);
  }
}
