package dev.weir.app.token;

import dev.weir.app.place.ConnectionOptions;
import dev.weir.app.terminal.JsonLine;
import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.ResourceSet;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir token issue`.
@Command(
    name = "issue",
    description =
        "Issues an access token of the S2 API and prints its secret, which nothing shows again."
            + " Without more it may read and write every stream of every basin.",
    footer = {
      "",
      "Examples:",
      "  weir token issue reporting --read-only --streams todo",
      "  weir token issue backend --basins livestore --expires 2027-01-01T00:00:00Z"
    })
final class TokenIssueCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "What the token is called")
  private String id = "";

  @Option(names = "--basins", paramLabel = "PREFIX", description = "Only basins that begin so")
  private String basins = "";

  @Option(names = "--streams", paramLabel = "PREFIX", description = "Only streams that begin so")
  private String streams = "";

  @Option(names = "--read-only", description = "Only what changes nothing")
  private boolean readOnly;

  @Option(
      names = "--admin",
      description = "Basins may be made, changed and deleted too, and tokens issued and revoked")
  private boolean admin;

  @Option(
      names = "--expires",
      paramLabel = "INSTANT",
      description = "When it ends, such as 2027-01-01T00:00:00Z. Default: not by itself")
  private Optional<Instant> expires = Optional.empty();

  @Option(names = "--json", description = "The token as a JSON object")
  private boolean json;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var named = AccessTokenInfo.of(new AccessTokenId(id), scope());
    var info = expires.map(named::withExpiresAt).orElse(named);
    try (var s2 = connection.open(System.getenv())) {
      AccessToken secret = s2.issueAccessToken(info);
      var out = spec.commandLine().getOut();
      out.println(
          json
              ? JsonLine.of(line -> {
                line.writeStringField("id", id);
                line.writeStringField("secret", secret.value());
              })
              : secret.value());
      out.flush();
    }
    return 0;
  }

  private AccessTokenScope scope() {
    return AccessTokenScope.NOTHING
        .withBasins(new ResourceSet.Prefix(basins))
        .withStreams(new ResourceSet.Prefix(streams))
        .withAccessTokens(admin ? ResourceSet.all() : ResourceSet.none())
        .withGroups(
            readOnly
                ? OperationGroups.READ_ONLY
                : new OperationGroups(
                    admin ? ReadWrite.ALL : ReadWrite.READ_ONLY, ReadWrite.ALL, ReadWrite.ALL));
  }
}
