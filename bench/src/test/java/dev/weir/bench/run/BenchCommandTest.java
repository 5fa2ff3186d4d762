package dev.weir.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BenchCommandTest {
  @Command(name = "weir bench --something", description = "Measures something.")
  private static final class Something {
    @Mixin private Checkout checkout = new Checkout();
    @Mixin private Rounds rounds = new Rounds(3, 4);
  }

  private final Something options = new Something();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(BenchCommand.Work<Something> work, String... words) {
    return BenchCommand.line(options, work)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  private int run(String... words) {
    return run(unused -> 0, words);
  }

  @Test
  void run_withHelp_printsTheUsageAloneAndDoesNothing() {
    assertThat(run(unused -> 1, "--root", "there", "--help")).isZero();

    assertThat(out.toString())
        .startsWith("Usage: weir bench --something [OPTIONS]")
        .contains("Measures something.", "--rounds=N", "Default: 3", "--help");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void run_withoutWords_hasTheDefaults() {
    assertThat(run()).isZero();

    assertThat(options.checkout.root()).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(options.rounds.count()).isEqualTo(3);
    assertThat(options.rounds.time()).isEqualTo(Duration.ofSeconds(4));
    assertThat(options.rounds.isQuick()).isFalse();
  }

  @Test
  void run_withAnOptionTwice_takesTheLast() {
    assertThat(run("--root", "/a", "--rounds", "1", "--root", "/b", "--rounds=999")).isZero();

    assertThat(options.checkout.root()).isEqualTo(Path.of("/b"));
    assertThat(options.rounds.count()).isEqualTo(999);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void run_thatIsQuick_hasOneRoundOfASecond() {
    assertThat(run("--quick", "--rounds", "5", "--seconds", "5")).isZero();

    assertThat(options.rounds.count()).isEqualTo(1);
    assertThat(options.rounds.time()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void run_withANumberThatIsNone_saysWhatIsNeeded() {
    for (var number : new String[] {"x", "0", "1000", "-1", "99999999999"}) {
      assertThat(run(unused -> 0, "--rounds", number)).as(number).isEqualTo(2);
    }

    assertThat(err.toString())
        .contains("--rounds", "a number from 1 to 999 is needed, not x", "Usage: weir bench")
        .doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void run_withAWordThatIsNotUnderstood_doesNothingAndSaysWhich() {
    assertThat(run(unused -> 0, "--fast")).isEqualTo(2);
    assertThat(run(unused -> 0, "word")).isEqualTo(2);
    assertThat(run(unused -> 0, "--rounds")).isEqualTo(2);

    assertThat(err.toString()).contains("--fast", "word", "--rounds");
  }

  @Test
  void run_ofWorkThatFails_isOneAndTellsWhy() {
    BenchCommand.Work<Something> failing =
        unused -> {
          throw new IOException("the server ended by itself");
        };

    assertThat(run(failing)).isEqualTo(1);
    assertThat(err.toString()).contains("IOException: the server ended by itself");
  }

  @Test
  void run_ofWorkThatDoesNotHold_isItsExitCode() {
    assertThat(run(unused -> 7)).isEqualTo(7);
  }
}
