package dev.weir.app.up;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.access.jwt.JwtConfig;
import dev.weir.livestore.proxy.access.jwt.KeySource;
import dev.weir.livestore.proxy.access.jwt.StoreTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options of [JwtConfig].
final class JwtOptions {
  static final String SECRET_VARIABLE = "WEIR_JWT_SECRET";

  private static final String JWKS = "--jwt-jwks-url";
  private static final String STORES = "--jwt-stores";
  private static final String READ_STORES = "--jwt-read-stores";

  @Option(
      names = JWKS,
      paramLabel = "URL",
      description =
          "Let in to LiveStore sync holders of JSON Web Tokens (RS, PS, ES) that are signed with"
              + " the keys published at URL")
  private Optional<String> jwksUrl = Optional.empty();

  @Option(
      names = "--jwt-keys",
      paramLabel = "FILE",
      description = "The same with the public keys in FILE: a JSON Web Key Set, or PEM")
  private Optional<Path> keyFile = Optional.empty();

  @Option(
      names = "--jwt-secret-file",
      paramLabel = "FILE",
      description =
          "The same with HS tokens and the secret in FILE, or in the environment variable "
              + SECRET_VARIABLE)
  private Optional<Path> secretFile = Optional.empty();

  @Option(
      names = "--jwt-issuer",
      paramLabel = "ISS",
      description = "What iss must be. Default: anything")
  private Optional<String> issuer = Optional.empty();

  @Option(
      names = "--jwt-audience",
      paramLabel = "AUD",
      description = "What aud must hold; may be repeated, one is enough. Default: anything")
  private List<String> audiences = List.of();

  @Option(
      names = "--jwt-clock-skew",
      paramLabel = "SECONDS",
      description = "How far the issuer's clock may be away. Default: 60")
  private int skewSeconds = 60;

  @Option(
      names = "--jwt-principal",
      paramLabel = "CLAIM",
      description = "The claim that names the user. Default: sub")
  private String principal = "sub";

  @Option(
      names = STORES,
      paramLabel = "TEMPLATE",
      description =
          "Stores that a token may read and write, as user-{sub}, {org}-* or {stores}, with claims in"
              + " braces; may be repeated")
  private List<String> stores = List.of();

  @Option(
      names = READ_STORES,
      paramLabel = "TEMPLATE",
      description = "Stores that a token may read; may be repeated")
  private List<String> readStores = List.of();

  @Option(
      names = "--jwt-read-scope",
      paramLabel = "SCOPE",
      description = "What scope or scp must hold to read. Default: nothing")
  private Optional<String> readScope = Optional.empty();

  @Option(
      names = "--jwt-write-scope",
      paramLabel = "SCOPE",
      description = "What scope or scp must hold to write. Default: nothing")
  private Optional<String> writeScope = Optional.empty();

  Optional<JwtConfig> toConfig(Map<String, String> environment) {
    List<KeySource> sources = sources(environment);
    if (sources.size() > 1) {
      throw new InvalidOptionException(
          JWKS + ", --jwt-keys, --jwt-secret-file and " + SECRET_VARIABLE + ": give one of them");
    }
    if (sources.isEmpty() && !(stores.isEmpty() && readStores.isEmpty())) {
      throw new InvalidOptionException(
          STORES + " needs " + JWKS + ", --jwt-keys, --jwt-secret-file or " + SECRET_VARIABLE);
    }
    return sources.stream().findFirst().map(this::config);
  }

  private List<KeySource> sources(Map<String, String> environment) {
    return Stream.of(
            jwksUrl.map(url -> new KeySource.JwksUrl(SyncAccessOptions.serviceUrl(JWKS, url))),
            keyFile.map(KeySource.KeyFile::new),
            secretFile.map(KeySource.SecretFile::new),
            Optional.ofNullable(environment.get(SECRET_VARIABLE))
                .filter(secret -> !secret.isBlank())
                .map(secret -> new KeySource.Secret(secret.strip())))
        .<KeySource>flatMap(Optional::stream)
        .toList();
  }

  private JwtConfig config(KeySource keys) {
    if (stores.isEmpty() && readStores.isEmpty()) {
      throw new InvalidOptionException(
          "say which stores a JSON Web Token is good for, with "
              + STORES
              + " 'user-{sub}' for one");
    }
    if (skewSeconds < 0) {
      throw new InvalidOptionException("--jwt-clock-skew " + skewSeconds + " is negative");
    }
    return new JwtConfig(
        keys,
        issuer,
        Set.copyOf(audiences),
        Duration.ofSeconds(skewSeconds),
        principal,
        templates(STORES, stores),
        templates(READ_STORES, readStores),
        readScope,
        writeScope);
  }

  private static List<StoreTemplate> templates(String option, List<String> templates) {
    return templates.stream().map(template -> template(option, template)).toList();
  }

  private static StoreTemplate template(String option, String template) {
    try {
      return StoreTemplate.parse(template);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(option + " " + template + ": " + e.getMessage(), e);
    }
  }
}
