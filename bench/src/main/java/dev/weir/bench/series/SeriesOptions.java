package dev.weir.bench.series;

import dev.weir.bench.run.Checkout;
import dev.weir.bench.run.Output;
import dev.weir.bench.run.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a series is measured.
@Command(
    name = "series",
    description = "Measures one series of `./weir bench --report`, which starts it.")
public final class SeriesOptions {
  @Option(names = "--quick", description = "The lower half alone; the figures mean little")
  private boolean quick;

  @Mixin private Checkout checkout = new Checkout();
  @Mixin private Output output = new Output();

  public Path root() {
    return checkout.root();
  }

  /// Where the figures go.
  public Output output() {
    return output;
  }

  public boolean isQuick() {
    return quick;
  }

  /// Seconds of a round.
  int seconds() {
    return quick ? 1 : 4;
  }

  /// Powers of ten from `first` on, as many as there is time for.
  List<Integer> powersOfTen(int first, int last, int lastOfQuick) {
    var powers = new ArrayList<Integer>();
    for (long power = first; power <= (quick ? lastOfQuick : last); power *= 10) {
      powers.add((int) power);
    }
    return powers;
  }

  /// Starts a Weir.
  public ServerProcess weir(String... storage) throws IOException, InterruptedException {
    return ServerProcess.weir(root(), storage);
  }
}
