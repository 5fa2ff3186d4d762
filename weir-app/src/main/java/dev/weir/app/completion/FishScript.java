package dev.weir.app.completion;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completions for fish, which knows no others' format.
final class FishScript {
  private FishScript() {}

  static String of(String name, CommandLine program) {
    var script = new StringBuilder();
    script.append("complete -c ").append(name).append(" -n __fish_use_subcommand -f\n");
    program
        .getSubcommands()
        .forEach((command, line) -> {
          script.append(
              "complete -c %s -n __fish_use_subcommand -a %s -d '%s'%n"
                  .formatted(name, command, description(line.getCommandSpec())));
          options(script, name, command, line.getCommandSpec());
          line.getSubcommands()
              .forEach((below, belowLine) -> {
                script.append(
                    "complete -c %s -n '__fish_seen_subcommand_from %s' -f -a %s%n"
                        .formatted(name, command, below));
                options(script, name, below, belowLine.getCommandSpec());
              });
        });
    return script.toString();
  }

  private static void options(StringBuilder script, String name, String command, CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      script.append(
          "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s%s%n"
              .formatted(
                  name,
                  command,
                  option.longestName().substring(2),
                  option.arity().max() == 0 ? "" : " -r"));
    }
  }

  private static String description(CommandSpec spec) {
    String text = String.join(" ", spec.usageMessage().description());
    return text.replaceAll("\\..*", "").replace("'", "");
  }
}
