package dev.weir.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every decoder takes any bytes. Jazzer looks for some that it does not take, for
/// `-Dweir.fuzz.decoder.seconds` each, led by which code they reach; what it found before is tried
/// in any case. `-Dweir.seed=N` has it begin elsewhere, `-Dweir.fuzz.keep=true` adds what it came
/// upon to the corpus.
@Timeout(value = 2, unit = TimeUnit.HOURS)
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("weir.fuzz.decoder.seconds", 4);
  private static final long SEED = Long.getLong("weir.seed", 1);

  @ParameterizedTest
  @EnumSource(Decoder.class)
  void decoder_ofTheCorpus_readsOrRefusesEachInput(Decoder decoder) {
    assertThat(Corpus.of(decoder)).isNotEmpty().allSatisfy(decoder::read);
  }

  @ParameterizedTest
  @EnumSource(Decoder.class)
  @Execution(ExecutionMode.CONCURRENT)
  void decoder_ofWhatJazzerMakesUp_readsOrRefusesIt(Decoder decoder, @TempDir Path directory)
      throws Exception {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    Corpus.write(decoder, corpus);
    Path log = directory.resolve("log");
    int exit = fuzz(decoder, corpus, directory, log);
    assertThat(exit).as(() -> read(log)).isZero();
    assertThat(read(log)).contains("DONE"); // else it did not run for its time
    if (Boolean.getBoolean("weir.fuzz.keep")) {
      Path least = Files.createDirectory(directory.resolve("least"));
      assertThat(jazzer(decoder, directory, log, "-merge=1", least.toString(), corpus.toString()))
          .as(() -> read(log))
          .isZero();
      Corpus.add(decoder, least);
    }
  }

  private static int fuzz(Decoder decoder, Path corpus, Path directory, Path log)
      throws IOException, InterruptedException {
    return jazzer(
        decoder,
        directory,
        log,
        "-max_total_time=" + SECONDS,
        "-seed=" + SEED,
        "-max_len=1024",
        "-timeout=120", // of one input, in seconds
        corpus.toString());
  }

  private static int jazzer(Decoder decoder, Path directory, Path log, String... options)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerTarget.class.getName(),
                "--target_args=" + decoder,
                "--instrumentation_includes=dev.weir.**",
                "--reproducer_path=" + directory));
    command.add("-artifact_prefix=" + directory + "/");
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
