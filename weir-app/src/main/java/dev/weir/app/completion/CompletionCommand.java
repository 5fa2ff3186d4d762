package dev.weir.app.completion;

import dev.weir.app.exit.InvalidOptionException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir completion`.
@Command(
    name = "completion",
    description = "Prints a script that completes Weir's commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(weir completion bash)",
      "  source <(weir completion zsh)",
      "  weir completion fish > ~/.config/fish/completions/weir.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell")
  private String shell = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    String script =
        switch (shell) {
          case "bash" -> AutoComplete.bash("weir", program);
          case "zsh" ->
              "autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n"
                  + AutoComplete.bash("weir", program);
          case "fish" -> FishScript.of("weir", program);
          default -> throw new InvalidOptionException(shell + " is none of bash, zsh and fish");
        };
    spec.commandLine().getOut().println(script);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
