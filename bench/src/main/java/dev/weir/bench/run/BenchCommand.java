package dev.weir.bench.run;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// A benchmark as a command of `./weir bench`: from the words it was given to an exit code.
public final class BenchCommand {
  private static final int COLUMNS = 110;

  /// What is to be done.
  ///
  /// @param <T> its options
  public interface Work<T> {
    /// Does it.
    ///
    /// @return the exit code
    int with(T options) throws Exception;
  }

  private BenchCommand() {}

  /// Reads the words into `options`, whose fields picocli's annotations name, and does the work.
  ///
  /// @return what the work returned; 0 after `--help`, 1 if the work failed, and 2 if a word is not
  ///   understood, with the reason on the standard error
  public static <T> int run(T options, String[] args, Work<T> work) {
    return line(options, work).execute(args);
  }

  static <T> CommandLine line(T options, Work<T> work) {
    var line = new CommandLine(options);
    line.setOverwrittenOptionsAllowed(true); // the launcher gives --root, and so may a person
    line.setExecutionStrategy(words -> helpOrWork(words, options, work));
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--help")
                .type(boolean.class)
                .arity("0")
                .usageHelp(true)
                .description("This text")
                .build())
        .usageMessage()
        .abbreviateSynopsis(true)
        .descriptionHeading("%n")
        .parameterListHeading("%n")
        .optionListHeading("%n")
        .width(COLUMNS);
    return line;
  }

  private static <T> int helpOrWork(ParseResult words, T options, Work<T> work) {
    var help = CommandLine.executeHelpRequest(words);
    if (help != null) {
      return help;
    }
    try {
      return work.with(options);
    } catch (Exception e) {
      throw new ExecutionException(words.commandSpec().commandLine(), "the benchmark failed", e);
    }
  }
}
