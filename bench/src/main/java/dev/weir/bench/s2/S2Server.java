package dev.weir.bench.s2;

import dev.weir.bench.run.ServerProcess;
import dev.weir.bench.run.StartUp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of the two servers under the load generator, with a basin to fill.
final class S2Server implements AutoCloseable {
  private static final String BASIN = "bench-basin";

  private final ServerProcess process;
  private final S2Cli cli;

  private S2Server(ServerProcess process, S2Cli cli) throws IOException, InterruptedException {
    this.process = process;
    this.cli = cli;
    try {
      cli.run(endpoint(), "create-basin", BASIN);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /// @param data where to keep the records durably; empty for memory
  static S2Server weir(Path root, S2Cli cli, Optional<Path> data)
      throws IOException, InterruptedException {
    var storage =
        data.map(directory -> new String[] {"--data", directory.toString()})
            .orElse(new String[] {"--memory"});
    return new S2Server(ServerProcess.weir(root, storage), cli);
  }

  /// With the settings that s2-lite has by itself.
  ///
  /// @param data where to keep the records durably; empty for memory
  static S2Server lite(S2Cli cli, Optional<Path> data, Path log)
      throws IOException, InterruptedException {
    var port = StartUp.freePort();
    var arguments = new ArrayList<>(List.of("lite", "--port", "" + port, "--no-dashboard"));
    if (data.isPresent()) {
      arguments.addAll(List.of("--local-root", Files.createDirectories(data.get()).toString()));
    }
    var process = cli.start(log, arguments.toArray(String[]::new));
    var endpoint = URI.create("http://127.0.0.1:" + port + "/health");
    try {
      StartUp.awaitFirstAnswer(
          process, endpoint, System.nanoTime() + Duration.ofSeconds(60).toNanos());
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException("s2 lite did not start:\n" + Files.readString(log), e);
    }
    return new S2Server(ServerProcess.adopt(process, endpoint), cli);
  }

  S2Round.Result run(S2Round round) throws IOException, InterruptedException {
    return round.run(cli, endpoint(), BASIN);
  }

  /// The most memory that the process held in RAM so far, in MiB.
  double peakMib() throws IOException {
    return process.peakMib();
  }

  private URI endpoint() {
    return URI.create("http://" + process.endpoint().getAuthority());
  }

  @Override
  public void close() {
    process.close();
  }
}
