package dev.weir.livestore.proxy.access.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.proxy.access.Access;
import dev.weir.livestore.proxy.access.AccessDeniedException;
import dev.weir.livestore.proxy.access.Authorizer;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.Credentials;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.livestore.proxy.access.TokenSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenFileTest {
  private static final String ALICE = "alice-0123456789abcdef";
  private static final String BOB = "bob-0123456789abcdefgh";
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path directory;
  private Path file;
  private Instant now = NOW;
  private long nanos;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("tokens");
  }

  private TokenFile open(String... lines) throws IOException {
    write(lines);
    return new TokenFile(file, TokenSources.defaults(), () -> now, () -> nanos);
  }

  private void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
  }

  private void passSeconds(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
    now = now.plusSeconds(seconds);
  }

  private static Credentials bearing(String token) {
    return new Credentials(
        Optional.of("Bearer " + token),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String hash(String token) {
    return "sha256:" + HexFormat.of().formatHex(new BearerToken(token).sha256());
  }

  private static String outcome(TokenFile tokens, String token, StoreAccess access, String store)
      throws InterruptedException {
    var way = Access.of(tokens, Authorizer.byGrants());
    try {
      return way.recognise(bearing(token)).admit(access, store).name();
    } catch (AccessDeniedException e) {
      return e.reason().name();
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "alice-0123456789abcdef,  READ,  notes,     alice",
    "alice-0123456789abcdef,  WRITE, notes,     alice",
    "alice-0123456789abcdef,  WRITE, acme-a,    alice",
    "alice-0123456789abcdef,  WRITE, acme-,     alice",
    "alice-0123456789abcdef,  WRITE, acme,      FORBIDDEN",
    "alice-0123456789abcdef,  READ,  Notes,     FORBIDDEN",
    "alice-0123456789abcdef,  READ,  wiki,      alice",
    "alice-0123456789abcdef,  WRITE, wiki,      FORBIDDEN",
    "alice-0123456789abcdef,  READ,  'a b,c',   alice",
    "alice-0123456789abcdef,  READ,  'a b',     FORBIDDEN",
    "bob-0123456789abcdefgh,  READ,  anything,  bob",
    "bob-0123456789abcdefgh,  WRITE, anything,  FORBIDDEN",
    "bob-0123456789abcdefg,   READ,  anything,  UNAUTHENTICATED",
    "BOB-0123456789abcdefgh,  READ,  anything,  UNAUTHENTICATED",
    "nobody,                  READ,  notes,     UNAUTHENTICATED",
    "gone-0123456789abcdefg,  READ,  notes,     UNAUTHENTICATED",
  })
  void tokens_areLetInToTheirStoresAlone(
      String token, StoreAccess access, String store, String outcome) throws Exception {
    var tokens =
        open(
            "# principal access stores token",
            "",
            "alice read-write notes,acme-*,a\\ b\\,c " + hash(ALICE) + "\r",
            "  alice\tread   wiki   " + ALICE,
            "bob read * " + BOB,
            "gone read * gone-0123456789abcdefg until=2026-11-24T11:59:59Z");

    assertThat(outcome(tokens, token, access, store)).isEqualTo(outcome);
  }

  @Test
  void aHashOfAToken_isNoToken() throws Exception {
    var tokens = open("alice read * " + hash(ALICE));

    assertThat(outcome(tokens, hash(ALICE), StoreAccess.READ, "s")).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void authenticate_untilTheEnd_tellsItAndThenDenies() throws Exception {
    var tokens = open("alice read * " + ALICE + " until=2026-11-24T12:00:10Z");
    Principal alice = tokens.authenticate(bearing(ALICE));
    assertThat(alice.expiresAt()).contains(NOW.plusSeconds(10));

    passSeconds(10);
    assertThat(outcome(tokens, ALICE, StoreAccess.READ, "s")).isEqualTo("UNAUTHENTICATED");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "alice read *|line 2: has 3 words",
        "alice read * secretsecretsecretsecret until=2027-01-01T00:00:00Z x|line 2: has 6 words",
        "alice write * secretsecretsecretsecret|line 2: the second word is write",
        "alice read , secretsecretsecretsecret|line 2: the third word names no store",
        "alice read a,b\\ secretsecretsecretsecret|line 2: has 3 words",
        "alice read * secretsecretsecret|line 2: the token has 18 characters",
        "alice read * sha256:secret|line 2: after sha256: come 64",
        "alice read * sha256:abcd|line 2: after sha256: come 64",
        "alice read * secretsecretsecretsecret 2027-01-01|line 2: the fifth word",
        "alice read * secretsecretsecretsecret until=2027|line 2: the fifth word",
        "bob read * bob-0123456789abcdefgh|line 2: line 1 has the same token",
      })
  void open_ofAWrongFile_tellsTheLineAndNoSecret(String line, String message) {
    assertThatThrownBy(() -> open("alice read * " + BOB, line))
        .isInstanceOf(TokenFileException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("secretsecret");
  }

  @Test
  void open_ofNoFile_orOneWithoutTokens_fails() {
    assertThatThrownBy(() -> TokenFile.open(file, TokenSources.defaults()))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> open("# nothing"))
        .isInstanceOf(TokenFileException.class)
        .hasMessageContaining("no token");
  }

  @Test
  void aChangedFile_countsFromTheNextSecond() throws Exception {
    var tokens = open("alice read * " + ALICE);

    write("bob read * " + BOB);
    assertThat(outcome(tokens, BOB, StoreAccess.READ, "s")).isEqualTo("UNAUTHENTICATED");
    passSeconds(1);
    assertThat(outcome(tokens, BOB, StoreAccess.READ, "s")).isEqualTo("bob");
    assertThat(outcome(tokens, ALICE, StoreAccess.READ, "s")).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aFileThatTurnsWrong_leavesTheOldTokensAndIsToldOnce() throws Exception {
    var tokens = open("alice read * " + ALICE);
    var told = new ArrayList<String>();
    try (var log = new Heard(told)) {
      write("alice read * " + ALICE, "bob reads * " + BOB);
      for (int second = 0; second < 3; second++) {
        passSeconds(1);
        assertThat(outcome(tokens, ALICE, StoreAccess.READ, "s")).isEqualTo("alice");
      }
      Files.delete(file);
      passSeconds(1);
      assertThat(outcome(tokens, ALICE, StoreAccess.READ, "s")).isEqualTo("alice");
      assertThat(log.messages()).hasSize(2);
    }
    assertThat(told.getFirst()).contains("line 2: the second word is reads").doesNotContain(BOB);
    assertThat(told.getLast()).contains("cannot be read");

    write("bob read * " + BOB);
    passSeconds(1);
    assertThat(outcome(tokens, BOB, StoreAccess.READ, "s")).isEqualTo("bob");
  }

  /// What is logged while it is open.
  private static final class Heard extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(TokenFile.class.getName());
    private final List<String> messages;

    Heard(List<String> messages) {
      this.messages = messages;
      logger.addHandler(this);
    }

    List<String> messages() {
      return messages;
    }

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
