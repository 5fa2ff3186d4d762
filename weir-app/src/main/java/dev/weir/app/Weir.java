package dev.weir.app;

import dev.weir.app.backup.BackupCommand;
import dev.weir.app.backup.RestoreCommand;
import dev.weir.app.completion.CompletionCommand;
import dev.weir.app.copy.CopyCommand;
import dev.weir.app.demo.DemoCommand;
import dev.weir.app.doctor.DoctorCommand;
import dev.weir.app.exit.ExitCode;
import dev.weir.app.exit.Failure;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.selftest.SelftestCommand;
import dev.weir.app.settings.ConfigCommand;
import dev.weir.app.settings.Settings;
import dev.weir.app.store.EventsCommand;
import dev.weir.app.store.ExportCommand;
import dev.weir.app.store.ImportCommand;
import dev.weir.app.store.PushCommand;
import dev.weir.app.store.StoresCommand;
import dev.weir.app.token.TokenCommand;
import dev.weir.app.up.UpCommand;
import dev.weir.app.version.VersionCommand;
import dev.weir.app.version.WeirVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The program's command line. It parses, hands over to a subcommand and turns the outcome into an
/// exit code.
@Command(
    name = "weir",
    description = "LiveStore sync on S2 streams.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = WeirVersion.class,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      StoresCommand.class,
      EventsCommand.class,
      PushCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DoctorCommand.class,
      CopyCommand.class,
      TokenCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      SelftestCommand.class,
      VersionCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the program could not start or failed; the message says why",
      "2:an option or an input is wrong; the message says which",
      "3:what was named is not there: a store, stream, basin, token or file",
      "4:what was looked at is not as it should be: a finding, or a copy or file that differs",
      "5:the other side does not answer, or cannot for now; try again",
      "6:the other side wants another access token",
      "130:stopped cleanly by Ctrl-C (SIGINT)",
      "143:stopped cleanly by SIGTERM"
    })
public final class Weir {
  private Weir() {}

  /// Runs one subcommand, then ends the process with its exit code.
  ///
  /// @param args the subcommand and its options; none prints the usage
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.getenv(), commandLine()));
  }

  /// Runs one subcommand with the options that the environment and a file add to `args`.
  ///
  /// @return the exit code
  static int run(List<String> args, Map<String, String> environment, CommandLine line) {
    String[] words;
    try {
      words = Settings.of(line, args, environment).applied(args);
    } catch (InvalidOptionException e) {
      line.getErr().println("weir: " + e.getMessage());
      return ExitCode.WRONG_OPTION.number();
    }
    return line.execute(words);
  }

  /// Read before the words are parsed.
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Options that are not given are in FILE. Default: WEIR_CONFIG, or weir.conf if there is"
              + " one")
  void config(Path file) {}

  /// The command line: each subcommand, and how failures end.
  public static CommandLine commandLine() {
    return new CommandLine(new Weir())
        .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line));
  }

  /// A message without a stack trace for what a person can mend; anything else is a fault of ours
  /// and keeps its trace.
  private static int explain(Exception failure, CommandLine line) throws Exception {
    var known = Failure.of(failure);
    if (known.isEmpty()) {
      throw failure;
    }
    line.getErr().println("weir: " + known.get().message());
    return known.get().exitCode().number();
  }
}
