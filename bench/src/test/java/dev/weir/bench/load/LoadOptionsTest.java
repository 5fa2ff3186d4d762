package dev.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class LoadOptionsTest {
  private static SoakOptions soak(String... words) {
    return CommandLine.populateCommand(new SoakOptions(), words);
  }

  private static OverloadOptions overload(String... words) {
    return CommandLine.populateCommand(new OverloadOptions(), words);
  }

  @Test
  void parse_withoutWords_hasTheDefaults() {
    assertThat(soak().minutes()).isEqualTo(60);
    assertThat(soak().clients()).isEqualTo(1_000);
    assertThat(overload().stepSeconds()).isEqualTo(60);
    assertThat(overload().clients()).isEqualTo(4_000);
    assertThat(overload().report()).isEqualTo(Path.of("bench/target").toAbsolutePath());
  }

  @Test
  void parse_withARoot_writesBelowItUnlessToldOtherwise() {
    assertThat(soak("--root", "/weir").report()).isEqualTo(Path.of("/weir/bench/target"));
    assertThat(soak("--root", "/weir", "--report", "/to").report()).isEqualTo(Path.of("/to"));
  }

  @Test
  void parse_ofTheOthersOption_isRefused() {
    assertThatThrownBy(() -> soak("--step", "3"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--step");
    assertThatThrownBy(() -> overload("--minutes", "3"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--minutes");
    assertThatThrownBy(() -> soak("--clients", "0"))
        .hasMessageContaining("a number from 1 to 999999 is needed, not 0");
  }
}
