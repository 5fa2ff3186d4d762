package dev.weir.app.token;

import dev.weir.app.place.ConnectionOptions;
import dev.weir.s2.AccessTokenId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir token revoke`.
@Command(
    name = "revoke",
    description = "Revokes an access token of the S2 API: it is refused from now on.",
    footer = {"", "Example:", "  weir token revoke reporting"})
final class TokenRevokeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "What the token is called")
  private String id = "";

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (var s2 = connection.open(System.getenv())) {
      s2.revokeAccessToken(new AccessTokenId(id));
    }
    spec.commandLine().getOut().println("Revoked " + id + ".");
    spec.commandLine().getOut().flush();
    return 0;
  }
}
