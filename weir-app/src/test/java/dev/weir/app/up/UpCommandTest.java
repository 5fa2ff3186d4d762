package dev.weir.app.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.Weir;
import dev.weir.app.config.Rules;
import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.observe.TracingVariables;
import dev.weir.livestore.proxy.StreamNaming;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushRates;
import dev.weir.livestore.proxy.limits.RateLimit;
import dev.weir.s2.AccessToken;
import dev.weir.s2.server.Tls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UpCommandTest {
  private static final String ROOT = "0123456789abcdef0123456789abcdef";

  private static UpConfig parse(Map<String, String> environment, String... args) {
    var up = new UpCommand();
    new CommandLine(up).parseArgs(args);
    return up.toConfig(environment);
  }

  @Test
  void toConfig_withoutOptions_isTheDocumentedDefault() {
    var config = parse(Map.of());

    assertThat(config.listen().address().isLoopbackAddress()).isTrue();
    assertThat(config.listen().port()).isEqualTo(8080);
    assertThat(config.basin().value()).isEqualTo("livestore");
    assertThat(config.source()).isEqualTo(new S2Source.OnDisk(Path.of("weir-data")));
  }

  @Test
  void toConfig_withoutLimits_limitsNoRate() {
    assertThat(parse(Map.of()).rules()).isEqualTo(Rules.defaults());
    assertThat(parse(Map.of()).tracing()).isEqualTo(TracingVariables.none());
  }

  @Test
  void toConfig_withLimits_takesThem() {
    var rules =
        parse(
                Map.of(),
                "--principal-events=5",
                "--store-bytes=1000",
                "--max-push-delay=3",
                "--principal-pulls=7",
                "--max-store-size=1000000",
                "--max-push-size=100000",
                "--max-push-events=50",
                "--max-event-size=2000",
                "--push-webhook=https://hooks.example/push?key=secret")
            .rules();

    assertThat(rules.limits())
        .isEqualTo(
            ProxyLimits.defaults()
                .withRatesOfPrincipal(PushRates.unlimited().withEvents(new RateLimit(5, 50)))
                .withRatesOfStore(PushRates.unlimited().withBytes(new RateLimit(1_000, 10_000)))
                .withMaxPushDelay(Duration.ofSeconds(3))
                .withMaxPulls(7, Integer.MAX_VALUE)
                .withPushSizes(50, 2_000));
    assertThat(rules.maxStoreEvents()).isEqualTo(1_000_000);
    assertThat(rules.maxPushBytes()).isEqualTo(100_000);
    assertThat(rules.toString()).contains("hooks.example").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--principal-events=0",
        "--store-bytes=-1",
        "--store-events=1000000001",
        "--max-push-delay=-1",
        "--principal-pulls=0",
        "--max-store-size=0",
        "--max-push-size=0",
        "--max-event-size=0",
        "--push-webhook=ftp://x"
      })
  void toConfig_withALimitThatIsNone_namesTheOption(String option) {
    assertThatThrownBy(() -> parse(Map.of(), option))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(option.substring(0, option.indexOf('=')));
  }

  @Test
  void toConfig_withAnotherS2_takesTheTokenFromTheEnvironment() {
    var config =
        parse(
            Map.of("S2_ACCESS_TOKEN", "secret"),
            "--s2-endpoint",
            "http://s2:80",
            "--basin=my-events");

    assertThat(config.source())
        .isEqualTo(
            new S2Source.Elsewhere(
                URI.create("http://s2:80"), Optional.of(new AccessToken("secret"))));
    assertThat(config.basin().value()).isEqualTo("my-events");
    assertThat(config.toString()).doesNotContain("secret");
  }

  @Test
  void s2Endpoint_withALoneSlash_isTheSameWithout() {
    assertThat(parse(Map.of(), "--s2-endpoint", "http://s2:80/").source())
        .isEqualTo(parse(Map.of(), "--s2-endpoint", "http://s2:80").source());
  }

  @Test
  void toConfig_withSpaceAroundTheToken_takesTheToken() {
    assertThat(parse(Map.of("S2_ACCESS_TOKEN", " secret\n"), "--s2-endpoint=cloud").source())
        .isEqualTo(new S2Source.Cloud(new AccessToken("secret")));
  }

  @Test
  void toConfig_withStreamNaming_takesOneOfTwo() {
    assertThat(parse(Map.of()).streamNaming()).isEqualTo(StreamNaming.DISTINCT);
    assertThat(parse(Map.of(), "--stream-naming", "original").streamNaming())
        .isEqualTo(StreamNaming.ORIGINAL);
    assertThatThrownBy(() -> parse(Map.of(), "--stream-naming", "other"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("either distinct or original");
  }

  @Test
  void toConfig_withS2Cloud_needsAToken() {
    assertThat(parse(Map.of("S2_ACCESS_TOKEN", "secret"), "--s2-endpoint", "cloud").source())
        .isEqualTo(new S2Source.Cloud(new AccessToken("secret")));
    assertThatThrownBy(() -> parse(Map.of(), "--s2-endpoint", "cloud"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("S2_ACCESS_TOKEN");
  }

  @Test
  void toConfig_withATokenThatIsNone_saysWhichVariableAndNotWhatItHolds() {
    assertThatThrownBy(() -> parse(Map.of("S2_ACCESS_TOKEN", "two secrets"), "--memory"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("S2_ACCESS_TOKEN: ")
        .hasMessageNotContaining("secrets");
  }

  @Test
  void toConfig_withAllowedOrigins_takesThemAll() {
    assertThat(
            parse(Map.of(), "--allow-origin", "http://a", "--allow-origin", "http://b")
                .guards()
                .allowedOrigins())
        .containsExactly("http://a", "http://b");
  }

  @Test
  void toConfig_withTls_takesEitherWay() {
    assertThat(parse(Map.of()).listen().tls()).isEmpty();
    assertThat(parse(Map.of(), "--tls-self").listen().tls()).contains(new Tls.SelfSigned());
    assertThat(parse(Map.of(), "--tls-cert", "c.pem", "--tls-key", "k.pem").listen().tls())
        .contains(new Tls.Pem(Path.of("c.pem"), Path.of("k.pem")));
  }

  @Test
  void toConfig_withAnExposedHost_needsInsecure() {
    assertThatThrownBy(() -> parse(Map.of(), "--host", "0.0.0.0"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--insecure");
    assertThat(
            parse(Map.of(), "--host", "0.0.0.0", "--insecure")
                .listen()
                .address()
                .isAnyLocalAddress())
        .isTrue();
  }

  @Test
  void toConfig_withARootToken_takesItFromTheEnvironmentOrAFile(@TempDir Path directory)
      throws Exception {
    var file = Files.writeString(directory.resolve("root"), ROOT + "\n");

    assertThat(parse(Map.of()).guards().rootToken()).isEmpty();
    assertThat(parse(Map.of("WEIR_ROOT_TOKEN", " ")).guards().rootToken()).isEmpty();
    for (var config :
        List.of(
            parse(Map.of("WEIR_ROOT_TOKEN", ROOT)),
            parse(Map.of(), "--root-token-file", file.toString()))) {
      assertThat(config.guards().rootToken()).contains(new AccessToken(ROOT));
      assertThat(config.toString()).doesNotContain(ROOT);
    }
  }

  @Test
  void toConfig_withAnUnusableRootToken_saysWhyWithoutShowingIt(@TempDir Path directory)
      throws Exception {
    var file = Files.writeString(directory.resolve("root"), ROOT);
    var environment = Map.of("WEIR_ROOT_TOKEN", ROOT);

    refused("both given", environment, "--root-token-file", file.toString());
    refused("at least 32 characters", Map.of("WEIR_ROOT_TOKEN", ROOT.substring(1)));
    refused("visible ASCII", Map.of("WEIR_ROOT_TOKEN", ROOT + " " + ROOT));
    refused("cannot be read", Map.of(), "--root-token-file", directory + "/gone");
    refused("--s2-endpoint leaves out", environment, "--s2-endpoint", "http://s2");
  }

  private static void refused(String why, Map<String, String> environment, String... args) {
    assertThatThrownBy(() -> parse(environment, args))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain(ROOT.substring(1));
  }

  @Test
  void toConfig_withAnExposedHost_saysWhatIsLeftOpen() {
    var guardSync = "at /api/s2: guard LiveStore sync with --sync-tokens";
    var guardApi = "at /v1: guard the S2 API with WEIR_ROOT_TOKEN";

    assertThatThrownBy(() -> parse(Map.of(), "--host", "0.0.0.0"))
        .hasMessageContaining(guardSync)
        .hasMessageContaining(guardApi);
    assertThatThrownBy(() -> parse(Map.of("WEIR_ROOT_TOKEN", ROOT), "--host", "0.0.0.0"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining(guardSync)
        .hasMessageNotContaining(guardApi)
        .hasMessageContaining("--insecure");
    assertThatThrownBy(() -> parse(Map.of(), "--host", "0.0.0.0", "--sync-tokens", "t"))
        .hasMessageContaining(guardApi)
        .hasMessageNotContaining(guardSync);
  }

  @Test
  void toConfig_withAnExposedHostAndEverythingGuarded_needsNoInsecure() {
    var root = Map.of("WEIR_ROOT_TOKEN", ROOT);
    for (var guard : List.of("--sync-tokens=t", "--auth-callback=http://auth")) {
      assertThat(parse(root, "--host=0.0.0.0", guard).guards().sync().isGuarded()).isTrue();
      assertThat(parse(Map.of(), "--s2-endpoint=http://s2", "--host=0.0.0.0", guard)).isNotNull();
    }
  }

  @Test
  void toConfig_withSecrets_showsNone() {
    var config =
        parse(
            Map.of("WEIR_JWT_SECRET", ROOT, "WEIR_AUTH_CALLBACK_TOKEN", "hush-hush"),
            "--jwt-stores={sub}",
            "--auth-callback=http://auth");

    assertThat(config.guards().sync().jwt()).isPresent();
    assertThat(config.toString()).doesNotContain(ROOT, "hush-hush");
  }

  @Test
  void toConfig_withSyncAccessThatIsNone_saysWhy() {
    refused("say which stores", Map.of(), "--jwt-keys=k");
    refused("give one of them", Map.of("WEIR_JWT_SECRET", ROOT), "--jwt-keys=k", "--jwt-stores=s");
    refused("--jwt-stores needs", Map.of(), "--jwt-stores=s");
    refused("--jwt-stores {sub", Map.of(), "--jwt-keys=k", "--jwt-stores={sub");
    refused("without user and password", Map.of(), "--auth-callback=http://a:b@auth");
    refused("--jwt-jwks-url must be", Map.of(), "--jwt-jwks-url=file:///k", "--jwt-stores=s");
    refused("is negative", Map.of(), "--auth-callback=http://auth", "--auth-callback-ttl=-1");
    refused(
        "no HTTP header can carry",
        Map.of("WEIR_AUTH_CALLBACK_TOKEN", "a\nb"),
        "--auth-callback=http://auth");
  }

  @ParameterizedTest
  @CsvSource({
    "--port 65536, --port 65536 is no port",
    "--port -1, --port -1 is no port",
    "--basin short, --basin short",
    "--s2-endpoint ftp://s2, --s2-endpoint ftp://s2",
    "--s2-endpoint /v1, --s2-endpoint /v1",
    "--s2-endpoint http://user:pw@s2, without user",
    "--host no.such.host.invalid, --host no.such.host.invalid",
    "--port x, Invalid value for option '--port'",
    "--memory --data d, mutually exclusive",
    "--s2-endpoint http://s2 --memory, mutually exclusive",
    "--tls-cert c, Missing required argument(s): --tls-key=FILE",
    "--tls-key k, Missing required argument(s): --tls-cert=FILE",
    "--tls-self --tls-cert c --tls-key k, mutually exclusive",
    "--memory --port 0 --tls-cert no-such.crt --tls-key no-such.key, no-such.key",
    "--nonsense, Unknown option: '--nonsense'",
  })
  void up_withAWrongOption_namesItAndExitsWith2(String options, String expected) {
    var errors = new StringWriter();
    var line = Weir.commandLine().setErr(new PrintWriter(errors));

    int exitCode = line.execute(("up " + options).split(" "));

    assertThat(errors.toString()).contains(expected);
    assertThat(exitCode).isEqualTo(2);
  }
}
