package dev.weir.app.settings;

import dev.weir.app.exit.InvalidOptionException;
import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir config`: what a command would run with, and why.
@Command(
    name = "config",
    description =
        "Prints the value that each option of a command has without being given, and where it comes"
            + " from: the environment, the file, or the default. Secrets are not shown.",
    footer = {
      "",
      "Examples:",
      "  weir config",
      "  weir config stores --json",
      "  weir config --config /etc/weir.conf"
    })
public final class ConfigCommand implements Callable<Integer> {
  private static final Pattern DEFAULT = Pattern.compile(".*Default: (.*)");
  private static final List<String> SECRETS =
      List.of(
          "S2_ACCESS_TOKEN",
          "WEIR_ROOT_TOKEN",
          "WEIR_CONSOLE_TOKEN",
          "WEIR_JWT_SECRET",
          "WEIR_AUTH_CALLBACK_TOKEN");

  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command. Default: up")
  private String command = "up";

  @Option(names = "--json", description = "One JSON object a line")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine program = spec.root().commandLine();
    CommandLine asked = program.getSubcommands().get(command);
    if (asked == null) {
      throw new InvalidOptionException("there is no command " + command);
    }
    var args = spec.commandLine().getParseResult().originalArgs();
    Map<String, String> environment = System.getenv();
    var settings = Settings.of(program, List.copyOf(args), environment);
    var effective = settings.effective(command, asked.getCommandSpec(), List.of());
    PrintWriter out = spec.commandLine().getOut();
    for (OptionSpec option : Settings.options(command, asked.getCommandSpec())) {
      var found = Optional.ofNullable(effective.get(option));
      print(
          out,
          option.longestName(),
          found.map(Setting::value).map(ConfigCommand::masked).orElseGet(() -> usual(option)),
          found.map(Setting::source).orElse("default"));
    }
    SECRETS.stream()
        .filter(environment::containsKey)
        .forEach(secret -> print(out, secret, "(not shown)", "variable " + secret));
    out.flush();
    return 0;
  }

  private void print(PrintWriter out, String name, String value, String source) {
    out.println(
        json
            ? JsonLine.of(line -> {
              line.writeStringField("name", name);
              line.writeStringField("value", value);
              line.writeStringField("source", source);
            })
            : "%-26s %-32s %s".formatted(name, Plain.text(value), source));
  }

  /// Addresses may carry secrets.
  private static String masked(String value) {
    return value.replaceAll("//[^/@\\s]*@", "//...@").replaceAll("\\?\\S*", "?...");
  }

  /// As the option's description says it.
  private static String usual(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "false";
    }
    var said = DEFAULT.matcher(String.join(" ", option.description()));
    return said.matches() ? said.group(1) : "-";
  }
}
