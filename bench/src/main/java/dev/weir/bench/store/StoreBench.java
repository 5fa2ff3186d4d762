package dev.weir.bench.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// The command: one scenario a run, so that none leaves its heap to the next. See [#USAGE].
public final class StoreBench {
  private static final String USAGE =
      """
      Usage: StoreBench SCENARIO DIR [NUMBER] [SECONDS]

      Measures the embedded store in DIR, which must be empty or new, and is left as it is afterwards.

        append DIR [APPENDERS] [SECONDS]   small appends to one stream each: rate, latency (64, 10 s)
        streams DIR [STREAMS]              creates streams of one record each, then reopens (1,000,000)
        records DIR [RECORDS]              writes records to one stream, then reopens (1,000,000)
        scan DIR [MIB]                     writes streams and catches up on them, twice (512);
                                           0 reads what is there
        trim DIR [RECORDS]                 trims, then deletes, a long stream while another is
                                           appended to (1,000,000)
      """;

  private StoreBench() {}

  /// Runs one scenario and prints its figures.
  ///
  /// @param args see the usage; exit code 2 for words that are not understood
  /// @throws IOException if the directory cannot be read
  /// @throws InterruptedException if interrupted
  public static void main(String... args) throws IOException, InterruptedException {
    if (args.length < 2) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    var directory = Path.of(args[1]);
    switch (args[0]) {
      case "append" ->
          Appending.run(directory, number(args, 2, 64), Duration.ofSeconds(number(args, 3, 10)));
      case "streams" -> ManyStreams.run(directory, number(args, 2, 1_000_000));
      case "records" -> ManyRecords.run(directory, number(args, 2, 1_000_000));
      case "scan" -> Scanning.run(directory, number(args, 2, 512));
      case "trim" -> Trimming.run(directory, number(args, 2, 1_000_000));
      default -> {
        System.err.print(USAGE);
        System.exit(2);
      }
    }
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }
}
