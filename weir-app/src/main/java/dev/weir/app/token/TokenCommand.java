package dev.weir.app.token;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `weir token`: the access tokens of an S2, and tokens for LiveStore sync.
@Command(
    name = "token",
    description =
        "Issues, lists and revokes access tokens of the S2 API, and makes lines for the file of"
            + " `weir up --sync-tokens`.",
    subcommands = {
      TokenIssueCommand.class,
      TokenListCommand.class,
      TokenRevokeCommand.class,
      TokenSyncCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: issue, list, revoke or sync");
  }
}
