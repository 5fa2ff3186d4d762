package dev.weir.app;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.server.Tls;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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
      "                    everything; it is never printed"
    })
final class UpCommand implements Callable<Integer> {
  static final String TOKEN_VARIABLE = "S2_ACCESS_TOKEN";
  private static final String CLOUD = "cloud";
  private static final Path DEFAULT_DATA_DIR = Path.of("weir-data");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 picks a free one. Default: 8080")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on. Default: 127.0.0.1, this machine only")
  private String host = "127.0.0.1";

  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach. LiveStore sync has no access control: whoever"
              + " reaches the port can read and write every store, whatever guards the S2 API")
  private boolean insecure;

  /// At most one of these options; null when none was given, which is picocli's way to say so.
  @ArgGroup private @Nullable SourceOptions source;

  @Option(
      names = "--basin",
      paramLabel = "NAME",
      description = "The basin that holds the stores' streams. Default: livestore")
  private String basin = "livestore";

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "A web origin whose pages may sync with this Weir, such as http://localhost:5173; may be"
              + " repeated, * is all. Pages served from Weir's own address need none")
  private List<String> allowedOrigins = List.of();

  /// None of these options, or one of the two ways; null when none was given.
  @ArgGroup private @Nullable TlsOptions tls;

  @Option(
      names = RootToken.FILE_OPTION,
      paramLabel = "FILE",
      description =
          "Have the S2 API at /v1 ask for access tokens; the one in FILE may do everything. The"
              + " environment variable WEIR_ROOT_TOKEN does the same")
  private Optional<Path> rootTokenFile = Optional.empty();

  @Option(names = "--verbose", description = "Log more, to standard error")
  private boolean verbose;

  private static final class SourceOptions {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Keep the streams in DIR, durably. Default: ./weir-data")
    private Optional<Path> dataDir = Optional.empty();

    @Option(
        names = "--memory",
        description = "Keep the streams in memory: all is gone when the program ends")
    private boolean memory;

    @Option(
        names = "--s2-endpoint",
        paramLabel = "URL",
        description =
            "Keep the streams in the S2 at URL instead of the embedded store; the word cloud is S2"
                + " Cloud")
    private Optional<String> endpoint = Optional.empty();

    private S2Source toSource(Optional<AccessToken> accessToken) {
      if (memory) {
        return new S2Source.InMemory();
      }
      return endpoint
          .map(url -> remote(url, accessToken))
          .orElseGet(() -> new S2Source.OnDisk(dataDir.orElse(DEFAULT_DATA_DIR)));
    }

    private static S2Source remote(String url, Optional<AccessToken> accessToken) {
      if (!url.equals(CLOUD)) {
        return new S2Source.Elsewhere(uri(url), accessToken);
      }
      return new S2Source.Cloud(
          accessToken.orElseThrow(() ->
              new InvalidOptionException(
                  "S2 Cloud asks for an access token. Put it into " + TOKEN_VARIABLE)));
    }

    private static URI uri(String url) {
      try {
        return new URI(url);
      } catch (URISyntaxException e) {
        throw new InvalidOptionException("--s2-endpoint " + url + " is no URL", e);
      }
    }
  }

  private static final class TlsOptions {
    /// Both options, or neither; null when neither was given.
    @ArgGroup(exclusive = false)
    private @Nullable PemOptions pem;

    @Option(
        names = "--tls-self",
        description =
            "Serve HTTPS alone, with a certificate for localhost that is made at each start and"
                + " that clients must be told to accept")
    private boolean self;

    private Optional<Tls> toTls() {
      return Optional.<Tls>ofNullable(pem == null ? null : pem.toTls())
          .or(() -> self ? Optional.of(new Tls.SelfSigned()) : Optional.empty());
    }
  }

  private static final class PemOptions {
    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "FILE",
        description = "Serve HTTPS alone, with the certificate chain in FILE (PEM)")
    private Path certificate = Path.of("");

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "The private key of the certificate, in PEM and without a password")
    private Path key = Path.of("");

    private Tls toTls() {
      return new Tls.Pem(certificate, key);
    }
  }

  @Override
  public Integer call() {
    Logging.configure(verbose);
    var server = WeirServer.start(toConfig(System.getenv()));
    // The JVM keeps the exit code of the signal (130, 143) while the hook runs.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "weir-shutdown"));
    var out = new PrintWriter(System.out, false, System.out.charset());
    new Banner(server).print(out);
    out.flush();
    server.awaitClosed();
    return 0;
  }

  UpConfig toConfig(Map<String, String> environment) {
    var accessToken =
        Optional.ofNullable(environment.get(TOKEN_VARIABLE))
            .filter(token -> !token.isBlank())
            .map(UpCommand::accessToken);
    return new UpConfig(
        resolve(host),
        port,
        insecure,
        basinName(basin),
        (source == null ? new SourceOptions() : source).toSource(accessToken),
        allowedOrigins,
        tls == null ? Optional.empty() : tls.toTls(),
        RootToken.find(environment, rootTokenFile));
  }

  private static AccessToken accessToken(String value) {
    try {
      return new AccessToken(value);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException(TOKEN_VARIABLE + ": " + e.getMessage(), e);
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new InvalidOptionException(
          "--host " + host + " is not known here. Give an address of this machine", e);
    }
  }

  private static BasinName basinName(String name) {
    try {
      return new BasinName(name);
    } catch (InvalidInputException e) {
      throw new InvalidOptionException("--basin " + name + ": " + e.getMessage(), e);
    }
  }

  private static void stop(WeirServer server) {
    System.out.println("Stopping.");
    server.close();
    System.out.println("Stopped.");
  }
}
