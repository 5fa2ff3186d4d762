package dev.weir.app.up;

import dev.weir.app.config.OptionValues;
import dev.weir.app.config.UpConfig;
import dev.weir.app.observe.LogFormat;
import dev.weir.app.observe.Logging;
import dev.weir.app.observe.TracingVariables;
import dev.weir.app.server.Banner;
import dev.weir.app.server.WeirServer;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weir up`: starts the servers, says where they are, and serves until a signal ends the process.
@Command(
    name = "up",
    description = "Serves LiveStore sync and the S2 API on one port until Ctrl-C.",
    sortOptions = false,
    footer = {
      "",
      "Environment:",
      "  S2_ACCESS_TOKEN   the access token for --s2-endpoint; it is never printed",
      "  WEIR_ROOT_TOKEN   has the S2 API at /v1 ask for access tokens, and is the one that may do",
      "                    everything; it is never printed",
      "  WEIR_CONSOLE_TOKEN",
      "                    has the console ask for it; it is never printed",
      "  WEIR_JWT_SECRET   the secret of HS tokens for LiveStore sync; it is never printed",
      "  WEIR_AUTH_CALLBACK_TOKEN",
      "                    the bearer token for --auth-callback; it is never printed",
      "  OTEL_...          OpenTelemetry's own: with OTEL_EXPORTER_OTLP_ENDPOINT, traces are sent"
          + " there"
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin private ListenOptions listen = new ListenOptions();

  /// At most one of these options; null when none was given, which is picocli's way to say so.
  @ArgGroup private @Nullable SourceOptions source;

  @Option(
      names = "--basin",
      paramLabel = "NAME",
      description = "The basin that holds the stores' streams. Default: " + UpConfig.DEFAULT_BASIN)
  private String basin = UpConfig.DEFAULT_BASIN;

  @Option(
      names = "--stream-naming",
      paramLabel = "distinct|original",
      description =
          "The stream of a store: distinct gives every store its own; original is exactly the name"
              + " that @livestore/sync-s2 gives, for streams written by another proxy, and refuses"
              + " a store whose stream belongs to another. Default: distinct")
  private String streamNaming = "distinct";

  @Mixin private AccessOptions access = new AccessOptions();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(names = "--verbose", description = "Log more, to standard error")
  private boolean verbose;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "How log entries look: text or json. Default: text")
  private String logFormat = "text";

  @Override
  public Integer call() {
    Logging.configure(verbose, LogFormat.named(logFormat));
    var server = WeirServer.start(toConfig(System.getenv()));
    // The JVM keeps the exit code of the signal (130, 143) while the hook runs.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "weir-shutdown"));
    var out = new PrintWriter(System.out, false, System.out.charset());
    new Banner(server).print(out);
    server
        .takeover()
        .ifPresent(gap ->
            out.println("Took over; requests waited for " + gap.toMillis() + " ms at most."));
    out.flush();
    server.awaitClosed();
    return 0;
  }

  UpConfig toConfig(Map<String, String> environment) {
    return new UpConfig(
        listen.toListen(),
        (source == null ? new SourceOptions() : source).toSource(environment),
        OptionValues.basin(basin),
        OptionValues.streamNaming(streamNaming),
        access.toGuards(environment),
        limits.toRules(),
        new TracingVariables(environment));
  }

  private static void stop(WeirServer server) {
    System.out.println("Stopping.");
    server.close();
    System.out.println("Stopped.");
  }
}
