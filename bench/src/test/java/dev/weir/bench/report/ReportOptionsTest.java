package dev.weir.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReportOptionsTest {
  private static ReportOptions parse(String... words) {
    return CommandLine.populateCommand(new ReportOptions(), words);
  }

  @Test
  void parse_ofParts_keepsTheirOrderAndNamesWhatIsNone() {
    var options = parse("out", "--only", "profiles,s2,s2", "--quick");

    assertThat(options.parts()).containsExactly(Part.S2, Part.PROFILES);
    assertThat(options.isQuick()).isTrue();
    assertThat(options.directory()).isEqualTo(Path.of("out").toAbsolutePath());
    assertThatThrownBy(() -> parse("--only", "s3")).hasMessageContaining("there is no part s3");
    assertThatThrownBy(() -> parse("--fast")).hasMessageContaining("--fast");
  }

  @Test
  void parse_withoutWords_measuresAllBelowTheRoot() {
    var options = parse("--root", "/weir");

    assertThat(options.parts()).containsExactly(Part.values());
    assertThat(options.directory()).isEqualTo(Path.of("/weir/bench/target/report"));
    assertThat(options.again()).isFalse();
    assertThat(options.cli()).isEmpty();
  }

  @Test
  void usage_namesEveryPart() {
    var usage = new CommandLine(new ReportOptions()).getUsageMessage();

    for (var part : Part.values()) {
      assertThat(usage).contains(part.id());
    }
  }
}
