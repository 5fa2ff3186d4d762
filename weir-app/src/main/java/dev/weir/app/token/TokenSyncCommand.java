package dev.weir.app.token;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.terminal.JsonLine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir token sync`.
@Command(
    name = "sync",
    description =
        "Makes a token for LiveStore sync and the line with its hash that lets it in. Add the line"
            + " to the file of `weir up --sync-tokens`, which is read again by itself; the token is"
            + " for the user alone.",
    footer = {
      "",
      "Examples:",
      "  weir token sync alice --stores notes,acme-*",
      "  weir token sync dashboard --stores '*' --read-only --until 2027-01-01T00:00:00Z"
    })
final class TokenSyncCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PRINCIPAL", description = "Who the token is for")
  private String principal = "";

  @Option(
      names = "--stores",
      required = true,
      paramLabel = "STORES",
      description = "Stores apart by commas; * stands for any characters")
  private String stores = "";

  @Option(names = "--read-only", description = "Reading only")
  private boolean readOnly;

  @Option(names = "--until", paramLabel = "INSTANT", description = "When it ends. Default: never")
  private Optional<Instant> until = Optional.empty();

  @Option(names = "--json", description = "Token and line as a JSON object")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    requireWord("PRINCIPAL", principal);
    requireWord("--stores", stores);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    String line =
        "%s %s %s sha256:%s%s"
            .formatted(
                principal,
                readOnly ? "read" : "read-write",
                stores,
                sha256(token),
                until.map(end -> " until=" + end).orElse(""));
    var out = spec.commandLine().getOut();
    out.println(
        json
            ? JsonLine.of(members -> {
              members.writeStringField("token", token);
              members.writeStringField("line", line);
            })
            : "token: " + token + System.lineSeparator() + "line:  " + line);
    out.flush();
    return 0;
  }

  private static void requireWord(String name, String word) {
    boolean isWord =
        !word.isEmpty() && !word.startsWith("#") && word.chars().allMatch(c -> c > ' ' && c != 127);
    if (!isWord) {
      throw new InvalidOptionException(name + " must be a word without spaces");
    }
  }

  private static String sha256(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
