package dev.weir.app.token;

import dev.weir.app.place.ConnectionOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.ListRequest;
import dev.weir.s2.Operation;
import dev.weir.s2.ResourceSet;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weir token list`.
@Command(
    name = "list",
    description = "Lists the access tokens of the S2 API, without their secrets.",
    footer = {"", "Examples:", "  weir token list", "  weir token list --json"})
final class TokenListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON object a line")
  private boolean json;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    try (var s2 = connection.open(System.getenv())) {
      if (!json) {
        out.printf("%-32s %-24s %-24s %-6s  %s%n", "ID", "BASINS", "STREAMS", "ACCESS", "EXPIRES");
      }
      for (AccessTokenInfo token : s2.accessTokens(ListRequest.ALL)) {
        out.println(json ? toJson(token) : toText(token));
      }
    }
    out.flush();
    return 0;
  }

  private static String toText(AccessTokenInfo token) {
    return "%-32s %-24s %-24s %-6s  %s"
        .formatted(
            Plain.text(token.id().value()),
            Plain.text(pattern(token.scope().basins())),
            Plain.text(pattern(token.scope().streams())),
            access(token),
            token.expiresAt().map(Instant::toString).orElse("never"));
  }

  private static String toJson(AccessTokenInfo token) {
    return JsonLine.of(line -> {
      line.writeStringField("id", token.id().value());
      line.writeStringField("basins", pattern(token.scope().basins()));
      line.writeStringField("streams", pattern(token.scope().streams()));
      line.writeStringField("access", access(token));
      if (token.expiresAt().isPresent()) {
        line.writeStringField("expires", token.expiresAt().get().toString());
      }
    });
  }

  private static String access(AccessTokenInfo token) {
    if (token.scope().allows(Operation.DELETE_BASIN)) {
      return "admin";
    }
    return token.scope().allows(Operation.APPEND) ? "write" : "read";
  }

  private static String pattern(ResourceSet names) {
    return switch (names) {
      case ResourceSet.Exact(String only) -> only.isEmpty() ? "-" : only;
      case ResourceSet.Prefix(String prefix) -> prefix + "*";
    };
  }
}
