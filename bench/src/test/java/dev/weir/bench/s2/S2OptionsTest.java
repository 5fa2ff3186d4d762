package dev.weir.bench.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class S2OptionsTest {
  private static S2Options parse(String... words) {
    return CommandLine.populateCommand(new S2Options(), words);
  }

  @Test
  void parse_ofWhatIsGiven_keepsTheRestAsItIs() {
    var options = parse("--cli", "s2", "--record", "128", "--json", "out.json");

    assertThat(options.cli()).contains(Path.of("s2").toAbsolutePath());
    assertThat(options.recordBytes()).isEqualTo(128);
    assertThat(options.output().json()).contains(Path.of("out.json").toAbsolutePath());
    assertThat(options.rounds().count()).isEqualTo(5);
    assertThat(parse().recordBytes()).isEqualTo(8_192);
    assertThat(parse().cli()).isEmpty();
  }

  @Test
  void parse_ofARecordThatIsTooSmall_saysWhatIsNeeded() {
    assertThatThrownBy(() -> parse("--record", "127"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("a number from 128 to 999999 is needed, not 127");
  }
}
